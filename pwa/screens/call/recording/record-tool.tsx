import '../../../styles/call-recording.css';
import { useSignal } from '@preact/signals';
import { me, type RoomView } from '../../../call/room-view.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { Icon } from '../../../parts/icon.tsx';
import { laterIcons } from '../../../parts/later-icons.ts';
import { ToolButton } from '../../../parts/tool-button.tsx';
import type { Act } from '../act.ts';
import { RecordDialog } from './record-dialog.tsx';
import { recordRefusal } from './rules.ts';
import { RunningDialog } from './running-dialog.tsx';

const words = recordingText.tool;

interface RecordToolProps {
  readonly room: RoomView;
  readonly act: Act;
}

/** The toolbar's button. */
export function RecordTool({ room, act }: RecordToolProps) {
  const shown = useSignal(false);
  const { recording } = room;
  const refusal = recordRefusal(me(room), room.settings);
  return (
    <>
      <ToolButton
        kind="plain"
        icon={laterIcons.record}
        label={recording === null ? words.record : words.recording}
        pressed={recording !== null}
        refusal={recording === null && refusal !== null ? words.refusals[refusal] : null}
        onClick={() => {
          shown.value = true;
        }}
      />
      {shown.value && (
        <RecordingDialogs
          room={room}
          act={act}
          onClose={() => {
            shown.value = false;
          }}
        />
      )}
    </>
  );
}

/** For where there is no room for a toolbar's button. */
export function RecordButton({ room, act }: RecordToolProps) {
  const shown = useSignal(false);
  if (room.recording === null && recordRefusal(me(room), room.settings) !== null) return null;
  return (
    <>
      <button
        type="button"
        class="button only-narrow"
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
          }}
        />
      )}
    </>
  );
}

interface RecordingDialogsProps extends RecordToolProps {
  readonly onClose: () => void;
}

function RecordingDialogs({ room, act, onClose }: RecordingDialogsProps) {
  const { recording } = room;
  const props = { room, act, onClose };
  return recording === null ? (
    <RecordDialog {...props} />
  ) : (
    <RunningDialog {...props} recording={recording} />
  );
}
