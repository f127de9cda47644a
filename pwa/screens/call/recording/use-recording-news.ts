import { useEffect, useRef } from 'preact/hooks';
import type { RecordingState } from '../../../../edge/protocol/recording.ts';
import { useApp } from '../../../app.ts';
import type { RoomView } from '../../../call/room-view.ts';
import { remembered } from '../../../compose-recordings.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { useCall } from '../../meeting/call-context.ts';
import { playChime } from '../news/chime.ts';
import type { Toasts } from '../toasts.tsx';
import { isOn, latestLinks, newsBetween, wasBegun } from './rules.ts';

const words = recordingText.news;

/** Tells everybody, in words and with a sound, when a recording begins, stumbles and ends. */
export function useRecordingNews({ recording, settings }: RoomView, toasts: Toasts): void {
  const { now } = useApp();
  const meeting = settings.name;
  const call = useCall();
  const before = useRef<RecordingState | null>(null);
  const wasOn = useRef(false);
  const hasBegun = useRef(false);
  const { value: notices } = call.notices;

  useEffect(() => {
    const news = newsBetween(before.current, recording);
    before.current = recording;
    // Outlives the recording: why it ended may be told after it is gone.
    hasBegun.current = wasBegun(hasBegun.current, recording);
    if (news !== null) toasts.say(words[news]);
    if (news === 'begun') void playChime('begins');
    if (isOn(recording)) wasOn.current = true;
    if (recording === null && wasOn.current) {
      wasOn.current = false;
      void playChime('ends');
    }
  }, [recording, toasts]);

  useEffect(() => {
    for (const { link } of latestLinks(notices)) {
      const { recording: id, path } = link;
      if (link.about !== 'live') remembered.remember({ recording: id, path, meeting, at: now() });
    }
  }, [notices, meeting, now]);

  useEffect(() => {
    for (const notice of notices) {
      if (notice.kind !== 'recording-ended') continue;
      toasts.say((hasBegun.current ? words.ends : words.neverBegan)[notice.reason]);
      call.dismissNotice(notice);
    }
  }, [call, notices, toasts]);
}
