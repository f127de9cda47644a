import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type LinkToken, recordingPath } from '../../../edge/protocol/recording.ts';
import { useApp } from '../../app.ts';
import { recordings, remembered } from '../../compose-recordings.ts';
import {
  askAgainMs,
  isGone,
  noticeOf,
  type Pace,
  type Shown,
  shownOf,
} from '../../recordings/follow.ts';
import { endReasonOf } from '../reason-of.ts';

export interface FollowedRecording {
  readonly shown: Shown;
  /** Addresses of pictures work for minutes only; asking gives others. Resolves to whether it did. */
  renew(): Promise<boolean>;
  /** Rejects with a CallError. */
  remove(): Promise<void>;
}

/** What the server says of a recording, asked for until there is something to watch. */
export function useRecording(token: LinkToken, pace: Pace = 'calm'): FollowedRecording {
  const { now } = useApp();
  const shown = useSignal<Shown>({ kind: 'looking' });

  async function ask(): Promise<boolean> {
    try {
      shown.value = shownOf(await recordings.recording(token), now());
      return true;
    } catch (error) {
      const failed = noticeOf(endReasonOf(error));
      // What is being watched is not taken away for a moment without a network.
      if (shown.value.kind !== 'ready' || failed.notice === 'missing') shown.value = failed;
      return false;
    }
  }

  useEffect(() => void ask(), [token]);
  const { value: current } = shown;
  useEffect(() => {
    if (isGone(current)) remembered.forgetAt(recordingPath(token));
    const waitMs = askAgainMs(current, pace);
    if (waitMs === null) return;
    const timer = setTimeout(ask, waitMs);
    return () => clearTimeout(timer);
  }, [current]);

  return {
    shown: current,
    renew: ask,
    async remove() {
      await recordings.deleteRecording(token);
      shown.value = { kind: 'notice', notice: 'deleted' };
    },
  };
}
