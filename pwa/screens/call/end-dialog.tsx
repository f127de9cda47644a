import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

interface EndDialogProps {
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

export function EndDialog({ onEnd, onClose }: EndDialogProps) {
  return (
    <ConfirmDialog
      title={laterText.call.endTitle}
      body={laterText.call.endBody}
      confirm={text.call.endForAll}
      onConfirm={onEnd}
      onClose={onClose}
    />
  );
}
