import '../../styles/front.css';
import { useApp } from '../../app.ts';
import { laterText } from '../../messages/en-later.ts';
import { Brand } from '../../parts/brand.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { Route } from '../../router.ts';
import { usePageTitle } from '../use-page-title.ts';
import { JoinByLink } from './join-by-link.tsx';
import { MyRecordings } from './my-recordings.tsx';
import { StartCall } from './start-call.tsx';

type FrontRoute = Extract<Route, { screen: 'front' }>;

function startOf(intent: FrontRoute['intent']): 'asked' | 'at-once' | 'unless-handed' {
  switch (intent) {
    case 'start':
      return 'at-once';
    case 'handed':
      return 'unless-handed';
    case 'look':
    case 'join':
      return 'asked';
  }
}

export function FrontScreen({ intent }: { intent: FrontRoute['intent'] }) {
  const { online } = useApp();
  usePageTitle();
  return (
    <div class="front">
      <header>
        <Brand />
      </header>
      <main>
        <div>
          <h1>{laterText.front.heading}</h1>
          <p class="lead">{laterText.front.lead}</p>
        </div>
        <p id="offline-note" class="notice" role="status" hidden={online.value}>
          <Icon name="offline" />
          {laterText.front.offline}
        </p>
        <StartCall when={startOf(intent)} />
        <div class="divider" />
        <JoinByLink focused={intent === 'join'} />
        <MyRecordings />
      </main>
    </div>
  );
}
