import { useSignal } from '@preact/signals';
import { recordingText } from '../../messages/en-recording.ts';
import { Dialog } from '../../parts/dialog.tsx';

const words = recordingText.page;

interface DeleteDialogProps {
  readonly onRemove: () => Promise<void>;
  readonly onClose: () => void;
}

export function DeleteDialog({ onRemove, onClose }: DeleteDialogProps) {
  const state = useSignal<'asking' | 'deleting' | 'failed'>('asking');

  async function remove() {
    state.value = 'deleting';
    try {
      // What is drawn next has no place for this dialog any more.
      await onRemove();
    } catch {
      state.value = 'failed';
    }
  }

  return (
    <Dialog title={words.deleteTitle} onClose={onClose}>
      <p class="soft">{words.deleteBody}</p>
      <p class="field-error" role="alert" hidden={state.value !== 'failed'}>
        {state.value === 'failed' && words.deleteFailed}
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {words.keep}
        </button>
        <button
          type="button"
          class="button danger"
          aria-disabled={state.value === 'deleting'}
          onClick={() => {
            if (state.value !== 'deleting') void remove();
          }}
        >
          {state.value === 'deleting' ? words.deleting : words.deleteNow}
        </button>
      </div>
    </Dialog>
  );
}
