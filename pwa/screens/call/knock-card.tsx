import { isHosting } from '../../../edge/protocol/people.ts';
import { me, type RoomView, waitingOf } from '../../call/room-view.ts';
import { laterText } from '../../messages/en-later.ts';
import type { Act } from './act.ts';

interface KnockCardProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly onShowAll: () => void;
}

/** Somebody at the door, where a host sees it without having a panel open. */
export function KnockCard({ room, act, onShowAll }: KnockCardProps) {
  const self = me(room);
  const knocking = self !== undefined && isHosting(self.role) ? waitingOf(room) : [];
  const [first] = knocking;
  return (
    <div class="said" role="status">
      {first !== undefined && knocking.length === 1 && (
        <div class="knock">
          <p>{laterText.call.knock(first.name)}</p>
          <button
            type="button"
            class="button compact quiet"
            onClick={() => void act({ type: 'refuse', seat: first.seat })}
          >
            {laterText.call.refuse}
          </button>
          <button
            type="button"
            class="button compact primary"
            onClick={() => void act({ type: 'admit', seat: first.seat })}
          >
            {laterText.call.admit}
          </button>
        </div>
      )}
      {knocking.length > 1 && (
        <div class="knock">
          <p>{laterText.call.knockMany(knocking.length)}</p>
          <button type="button" class="button compact primary" onClick={onShowAll}>
            {laterText.call.showKnocking}
          </button>
        </div>
      )}
    </div>
  );
}
