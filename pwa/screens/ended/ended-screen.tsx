import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { limits } from '../../../edge/protocol/limits.ts';
import { useApp } from '../../app.ts';
import type { EndReason } from '../../call/model/call-state.ts';
import { text } from '../../messages/en.ts';
import type { IconName } from '../../parts/icon.tsx';
import { InnerLink } from '../../parts/inner-link.tsx';
import { NoticePage } from '../../parts/notice-page.tsx';
import { lazy } from '../lazy.tsx';
import { useCall } from '../meeting/call-context.ts';
import type { WayBack } from '../meeting/use-way-back.ts';
import { usePageTitle } from '../use-page-title.ts';

const EndedRecordings = lazy(() => import('./ended-recordings.tsx'), 'EndedRecordings');

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
  'ended-by-you': 'hangup',
  locked: 'lock',
  'room-full': 'people',
  offline: 'offline',
  unreachable: 'offline',
};

/** A page that is too old cannot help itself by asking again. */
const outdated: readonly EndReason[] = ['unsupported-version', 'bad-message'];

interface EndedScreenProps {
  readonly reason: EndReason;
  /** Undefined for somebody who was not in the call. */
  readonly last: WayBack | undefined;
  readonly onAgain: () => void;
}

export function EndedScreen({ reason, last, onAgain }: EndedScreenProps) {
  const app = useApp();
  const isLate = useLate();
  const { words, step } = sayOf(reason, last, isLate);
  usePageTitle(words.title);
  const hasRecorded = useCall().notices.value.some(
    (notice) => notice.kind === 'recording-link' && notice.link.about !== 'live',
  );
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
      {reason === 'ended-by-you' && last !== undefined && text.call.lasted(last.forMs)} {words.body}
      {hasRecorded && <EndedRecordings />}
    </NoticePage>
  );
}

/** Whoever has left is told beforehand what it takes to come back. */
function sayOf(reason: EndReason, last: WayBack | undefined, isLate: boolean) {
  if (last === undefined && reason === 'left')
    return { words: text.stoppedWaiting, step: askAgain };
  if (last === undefined && reason === 'seat-taken') {
    return { words: text.openElsewhere, step: useHere };
  }
  const asked = { step: text.lobby.knock };
  if (reason === 'left' && last?.door === 'locked') return { words: text.leftLocked, ...asked };
  if (reason === 'left' && last?.door === 'waiting-room' && isLate) {
    return { words: text.leftWaitingRoom, ...asked };
  }
  return { words: text.endings[reason], step: nextSteps[reason] };
}

/** Whether the room has given the seat away by now. */
function useLate(): boolean {
  const isLate = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isLate.value = true;
    }, limits.seatGraceMs);
    return () => clearTimeout(timer);
  }, [isLate]);
  return isLate.value;
}
