import { isYourHandRaised } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { RecordButton } from './recording/record-button.tsx';
import type { ToolbarProps } from './toolbar.tsx';

interface MoreDialogProps extends Pick<ToolbarProps, 'room' | 'act' | 'onCopyLink' | 'onDevices'> {
  readonly onClose: () => void;
}

/** What a phone's toolbar has no place for. */
export function MoreDialog({ room, act, onCopyLink, onDevices, onClose }: MoreDialogProps) {
  const raised = isYourHandRaised(room);

  const closing = (run: () => void) => () => {
    onClose();
    run();
  };

  return (
    <Dialog title={text.call.more} onClose={onClose}>
      <div class="more">
        <button
          type="button"
          class="button"
          onClick={closing(() => void act({ type: 'hand', raised: !raised }))}
        >
          <Icon name="hand" />
          {raised ? laterText.call.lowerHand : text.call.hand}
        </button>
        <RecordButton room={room} act={act} onDone={onClose} />
        <button type="button" class="button" onClick={closing(onCopyLink)}>
          <Icon name="link" />
          {text.call.copyLink}
        </button>
        <button type="button" class="button" onClick={closing(onDevices)}>
          <Icon name="settings" />
          {text.call.settings}
        </button>
      </div>
      <div class="actions">
        <button type="button" class="button quiet" onClick={onClose}>
          {text.call.close}
        </button>
      </div>
    </Dialog>
  );
}
