import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Dialog } from '../../parts/dialog.tsx';

const words = laterText.people;

interface RemoveDialogProps {
  readonly name: string;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** One click must not send somebody out. */
export function RemoveDialog({ name, onRemove, onClose }: RemoveDialogProps) {
  return (
    <Dialog title={words.removeTitle(name)} onClose={onClose}>
      <p class="soft">{words.removeBody(name)}</p>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {text.call.cancel}
        </button>
        <button
          type="button"
          class="button danger"
          onClick={() => {
            onRemove();
            onClose();
          }}
        >
          {words.removeNow}
        </button>
      </div>
    </Dialog>
  );
}
