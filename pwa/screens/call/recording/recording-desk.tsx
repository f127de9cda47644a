import '../../../styles/call-recording.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RoomView } from '../../../call/room-view.ts';
import type { Act } from '../act.ts';
import type { Toasts } from '../toasts.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { RecordingBadge } from './recording-badge.tsx';
import { RecordingNotes } from './recording-notes.tsx';
import { mustAnswer } from './rules.ts';
import { useRecordingNews } from './use-recording-news.ts';

interface RecordingDeskProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly toasts: Toasts;
}

/** All that everybody in a call sees of its recording. */
export function RecordingDesk({ room, act, toasts }: RecordingDeskProps) {
  useRecordingNews(room, toasts);
  const { recording } = room;
  const isRecorded = recording !== null;
  const evaded = useSignal(false);
  useEffect(() => {
    // The next one is another question.
    if (!isRecorded) evaded.value = false;
  }, [isRecorded, evaded]);
  return (
    <>
      {recording !== null && <RecordingBadge room={room} recording={recording} act={act} />}
      {recording !== null && mustAnswer(room) && !evaded.value && (
        <ConsentDialog
          recording={recording}
          act={act}
          onClose={() => {
            evaded.value = true;
          }}
        />
      )}
      <RecordingNotes toasts={toasts} />
    </>
  );
}
