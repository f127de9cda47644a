import type { Consent, RecordingState } from '../../../../edge/protocol/recording.ts';
import { text } from '../../../messages/en.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { useCall } from '../../meeting/call-context.ts';
import type { Act } from '../act.ts';

const words = recordingText.consent;

interface ConsentDialogProps {
  readonly recording: RecordingState;
  readonly act: Act;
  readonly onClose: () => void;
}

/** Closed without an answer, it stays a no: nothing of somebody is recorded before they say yes. */
export function ConsentDialog({ recording, act, onClose }: ConsentDialogProps) {
  const call = useCall();
  const answer = (given: Consent) =>
    void act({ type: 'recording-consent', answer: given }, recordingText.refused);
  return (
    <Dialog title={words.title(recording.byName)} onClose={onClose}>
      <p class="soft">{words.body}</p>
      <div class="answers">
        <button type="button" class="button" onClick={() => answer('yes')}>
          {words.yes}
        </button>
        <button type="button" class="button" onClick={() => answer('no')}>
          {words.no}
        </button>
        <button type="button" class="button quiet" onClick={() => call.leave()}>
          {text.call.leave}
        </button>
      </div>
      <p class="small soft">{words.note}</p>
    </Dialog>
  );
}
