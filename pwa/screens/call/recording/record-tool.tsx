import '../../../styles/call-recording.css';
import { useSignal } from '@preact/signals';
import { me, type RoomView } from '../../../call/room-view.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { laterIcons } from '../../../parts/later-icons.ts';
import { ToolButton } from '../../../parts/tool-button.tsx';
import type { Act } from '../act.ts';
import { RecordingDialogs } from './recording-dialogs.tsx';
import { recordRefusal } from './rules.ts';

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
        kind={recording === null ? 'plain' : 'red'}
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
