import { useSignal } from '@preact/signals';
import { me, type RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ToolButton } from '../../parts/tool-button.tsx';
import { useCall } from '../meeting/call-context.ts';
import type { Act } from './act.ts';

/** Leaving is one click for everybody; ending it for all is asked twice. */
export function LeaveTools({ room, act }: { room: RoomView; act: Act }) {
  const call = useCall();
  const asking = useSignal(false);
  return (
    <div class="leave-tools">
      <ToolButton
        kind="danger"
        icon="hangup"
        label={text.call.leave}
        onClick={() => call.leave()}
      />
      {me(room)?.role === 'host' && (
        <ToolButton
          kind="danger"
          icon="chevron"
          label={text.call.endForAll}
          onClick={() => {
            asking.value = true;
          }}
        />
      )}
      {asking.value && (
        <EndDialog
          onEnd={() => void act({ type: 'end' })}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </div>
  );
}

function EndDialog({ onEnd, onClose }: { onEnd: () => void; onClose: () => void }) {
  return (
    <Dialog title={text.call.endTitle} onClose={onClose}>
      <p class="soft">{text.call.endBody}</p>
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
