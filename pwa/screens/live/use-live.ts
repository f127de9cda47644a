import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { LinkToken } from '../../../edge/protocol/recording.ts';
import { recordings, viewerName } from '../../compose-recordings.ts';
import {
  type LiveShown,
  liveAfterFailure,
  liveShownOf,
  lookAgainMs,
} from '../../recordings/live-state.ts';
import { endReasonOf } from '../reason-of.ts';

interface FollowedLive {
  readonly shown: LiveShown;
  /** Null until the server has counted this one as well. */
  readonly viewers: number | null;
  lookNow(): void;
}

/** Asks whether it is on, and says that somebody watches while it is. */
export function useLive(token: LinkToken): FollowedLive {
  const [viewer] = useState(viewerName);
  const shown = useSignal<LiveShown>({ kind: 'looking' });
  const viewers = useSignal<number | null>(null);
  const looks = useSignal(0);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOpen = true;
    async function look(): Promise<void> {
      const before = shown.peek();
      try {
        const next = liveShownOf(await recordings.live(token));
        // The same picture goes on in the same player.
        if (JSON.stringify(next) !== JSON.stringify(before)) shown.value = next;
        if (next.kind === 'on') viewers.value = await recordings.watch(token, viewer);
      } catch (error) {
        shown.value = liveAfterFailure(before, endReasonOf(error));
      }
      const waitMs = lookAgainMs(shown.peek());
      if (isOpen && waitMs !== null) timer = setTimeout(look, waitMs);
    }
    void look();
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
  }, [token, viewer, looks.value]);

  return {
    shown: shown.value,
    viewers: viewers.value,
    lookNow() {
      looks.value += 1;
    },
  };
}
