import { useSignal } from '@preact/signals';
import { me, type RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { ToolButton } from '../../parts/tool-button.tsx';
import { lazy } from '../lazy.tsx';
import { useCall } from '../meeting/call-context.ts';
import type { Act } from './act.ts';

const EndDialog = lazy(() => import('./end-dialog.tsx'), 'EndDialog');

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
