import { readRecordingPath } from '../recordings/paths.ts';
import { lazy } from './lazy.tsx';
import { LostScreen } from './lost/lost-screen.tsx';

const RecordingScreen = lazy(() => import('./recording/recording-screen.tsx'), 'RecordingScreen');
const LiveScreen = lazy(() => import('./live/live-screen.tsx'), 'LiveScreen');
const RecorderScreen = lazy(() => import('./recorder/recorder-screen.tsx'), 'RecorderScreen');

/** Whatever has to do with recordings and is not the call itself. */
export function RecordingScreens({ path }: { path: string }) {
  const place = readRecordingPath(path);
  switch (place?.kind) {
    case 'recording':
      return <RecordingScreen key={place.token} token={place.token} />;
    case 'live':
      return <LiveScreen key={place.token} token={place.token} />;
    case 'recorder':
      return <RecorderScreen />;
    case undefined:
      return <LostScreen why="bad-link" />;
  }
}
