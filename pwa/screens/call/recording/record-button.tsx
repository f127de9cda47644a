import { useSignal } from '@preact/signals';
import { me, type RoomView } from '../../../call/room-view.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { Icon } from '../../../parts/icon.tsx';
import { laterIcons } from '../../../parts/later-icons.ts';
import type { Act } from '../act.ts';
import { RecordingDialogs } from './recording-dialogs.tsx';
import { recordRefusal } from './rules.ts';

const words = recordingText.tool;

interface RecordButtonProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly onDone: () => void;
}

/** For where there is no room for a toolbar's button. */
export function RecordButton({ room, act, onDone }: RecordButtonProps) {
  const shown = useSignal(false);
  if (room.recording === null && recordRefusal(me(room), room.settings) !== null) return null;
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => {
          shown.value = true;
        }}
      >
        <Icon name={laterIcons.record} />
        {room.recording === null ? words.record : words.recording}
      </button>
      {shown.value && (
        <RecordingDialogs
          room={room}
          act={act}
          onClose={() => {
            shown.value = false;
            onDone();
          }}
        />
      )}
    </>
  );
}
