import { useSignal } from '@preact/signals';
import type { RecordingState } from '../../../../edge/protocol/recording.ts';
import { me, type RoomView } from '../../../call/room-view.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import type { Act } from '../act.ts';
import { useServerNow } from '../stage/use-server-now.ts';
import { isOn } from './rules.ts';
import { RunningDialog } from './running-dialog.tsx';

const words = recordingText.badge;

interface RecordingBadgeProps {
  readonly room: RoomView;
  readonly recording: RecordingState;
  readonly act: Act;
}

/** A red dot and a clock while something is really recorded, else a word of what is going on. */
export function RecordingBadge({ room, recording, act }: RecordingBadgeProps) {
  const shown = useSignal(false);
  const now = useServerNow(isOn(recording));
  const { state, since } = recording;
  const isWithheld = state === 'on' && me(room)?.recorded !== 'yes';
  const clock = recordingText.clock(since === null ? 0 : Math.max(0, now - since));
  return (
    <>
      <button
        type="button"
        class="recording-badge"
        data-recording={state}
        aria-haspopup="dialog"
        aria-label={state !== 'on' ? undefined : isWithheld ? words.onWithoutYou : words.on}
        onClick={() => {
          shown.value = true;
        }}
      >
        <span class="recording-dot" />
        <span>{state === 'on' ? clock : words[state]}</span>
        {isWithheld && <span class="recording-withheld">{words.withoutYou}</span>}
      </button>
      {shown.value && (
        <RunningDialog
          room={room}
          recording={recording}
          act={act}
          onClose={() => {
            shown.value = false;
          }}
        />
      )}
    </>
  );
}
