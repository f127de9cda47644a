import type { RoomView } from '../../../call/room-view.ts';
import type { Act } from '../act.ts';
import { RecordDialog } from './record-dialog.tsx';
import { RunningDialog } from './running-dialog.tsx';

interface RecordingDialogsProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly onClose: () => void;
}

/** To start a recording, or about the one that runs. */
export function RecordingDialogs({ room, act, onClose }: RecordingDialogsProps) {
  const { recording } = room;
  const props = { room, act, onClose };
  return recording === null ? (
    <RecordDialog {...props} />
  ) : (
    <RunningDialog {...props} recording={recording} />
  );
}
