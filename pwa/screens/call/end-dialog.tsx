import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Dialog } from '../../parts/dialog.tsx';

interface EndDialogProps {
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

export function EndDialog({ onEnd, onClose }: EndDialogProps) {
  return (
    <Dialog title={laterText.call.endTitle} onClose={onClose}>
      <p class="soft">{laterText.call.endBody}</p>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {text.call.cancel}
        </button>
        <button
          type="button"
          class="button danger"
          onClick={() => {
            onClose();
            onEnd();
          }}
        >
          {text.call.endForAll}
        </button>
      </div>
    </Dialog>
  );
}
