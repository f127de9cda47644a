import { useApp } from '../../app.ts';
import type { EndReason } from '../../call/call-state.ts';
import { text } from '../../messages/en.ts';
import type { IconName } from '../../parts/icon.tsx';
import { InnerLink } from '../../parts/inner-link.tsx';
import { NoticePage } from '../../parts/notice-page.tsx';
import { usePageTitle } from '../use-page-title.ts';

interface NextStep {
  readonly label: string;
  /** A page that is too old cannot help itself by asking again. */
  readonly by: 'asking-again' | 'reloading';
}

const { rejoin, tryAgain, askAgain, useHere, reload } = text.endingActions;

/** What helps, per reason; where nothing does, there is only the way home. */
const nextSteps: Partial<Record<EndReason, NextStep>> = {
  left: { label: rejoin, by: 'asking-again' },
  removed: { label: askAgain, by: 'asking-again' },
  refused: { label: askAgain, by: 'asking-again' },
  locked: { label: tryAgain, by: 'asking-again' },
  'room-full': { label: tryAgain, by: 'asking-again' },
  'no-media-server': { label: tryAgain, by: 'asking-again' },
  'seat-taken': { label: useHere, by: 'asking-again' },
  unreachable: { label: tryAgain, by: 'asking-again' },
  offline: { label: tryAgain, by: 'asking-again' },
  'bad-token': { label: rejoin, by: 'asking-again' },
  'not-joined': { label: rejoin, by: 'asking-again' },
  'no-such-seat': { label: rejoin, by: 'asking-again' },
  'rate-limited': { label: tryAgain, by: 'asking-again' },
  internal: { label: tryAgain, by: 'asking-again' },
  'silent-too-long': { label: rejoin, by: 'asking-again' },
  'unsupported-version': { label: reload, by: 'reloading' },
  'bad-message': { label: reload, by: 'reloading' },
};

const icons: Partial<Record<EndReason, IconName>> = {
  left: 'door',
  'meeting-ended': 'hangup',
  locked: 'lock',
  'room-full': 'people',
  offline: 'offline',
  unreachable: 'offline',
};

interface EndedScreenProps {
  readonly reason: EndReason;
  readonly onAgain: () => void;
}

export function EndedScreen({ reason, onAgain }: EndedScreenProps) {
  const app = useApp();
  const words = text.endings[reason];
  const step = nextSteps[reason];
  usePageTitle(words.title);
  return (
    <NoticePage
      icon={icons[reason] ?? 'warning'}
      title={words.title}
      actions={
        <>
          {step !== undefined && (
            <button
              type="button"
              class="button primary"
              onClick={step.by === 'reloading' ? app.reload : onAgain}
            >
              {step.label}
            </button>
          )}
          <InnerLink class={step === undefined ? 'button primary' : 'button'} to="/">
            {text.endingActions.home}
          </InnerLink>
        </>
      }
    >
      {words.body}
    </NoticePage>
  );
}
