import { useApp } from '../../app.ts';
import type { EndReason } from '../../call/call-state.ts';
import { text } from '../../messages/en.ts';
import type { IconName } from '../../parts/icon.tsx';
import { InnerLink } from '../../parts/inner-link.tsx';
import { NoticePage } from '../../parts/notice-page.tsx';
import { usePageTitle } from '../use-page-title.ts';

const { rejoin, tryAgain, askAgain, useHere, reload } = text.endingActions;

/** How the way that helps is called, per reason; where nothing does, there is only the way home. */
const nextSteps: Partial<Record<EndReason, string>> = {
  left: rejoin,
  removed: askAgain,
  refused: askAgain,
  locked: tryAgain,
  'room-full': tryAgain,
  'no-media-server': tryAgain,
  'seat-taken': useHere,
  unreachable: tryAgain,
  offline: tryAgain,
  'bad-token': rejoin,
  'not-joined': rejoin,
  'no-such-seat': rejoin,
  'rate-limited': tryAgain,
  internal: tryAgain,
  'silent-too-long': rejoin,
  'unsupported-version': reload,
  'bad-message': reload,
};

const icons: Partial<Record<EndReason, IconName>> = {
  left: 'door',
  'meeting-ended': 'hangup',
  locked: 'lock',
  'room-full': 'people',
  offline: 'offline',
  unreachable: 'offline',
};

/** A page that is too old cannot help itself by asking again. */
const outdated: readonly EndReason[] = ['unsupported-version', 'bad-message'];

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
              onClick={outdated.includes(reason) ? app.reload : onAgain}
            >
              {step}
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
