import { useApp } from '../app.ts';
import { lazy } from './lazy.tsx';
import { MeetingScreen } from './meeting/meeting-screen.tsx';

/** Whoever follows a link wants the call at once: that screen is in the first chunk, these are not. */
const FrontScreen = lazy(() => import('./front/front-screen.tsx'), 'FrontScreen');
const RecordingScreens = lazy(() => import('./recordings.tsx'), 'RecordingScreens');
const LostScreen = lazy(() => import('./lost/lost-screen.tsx'), 'LostScreen');

export function Screens() {
  const route = useApp().router.route.value;
  switch (route.screen) {
    case 'front':
      return <FrontScreen intent={route.intent} />;
    case 'meeting':
      return <MeetingScreen link={route.link} />;
    case 'recordings':
      return <RecordingScreens path={route.path} />;
    case 'bad-link':
    case 'not-found':
      return <LostScreen why={route.screen} />;
  }
}
