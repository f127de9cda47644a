import { knockersForYou, type RoomView } from '../../call/room-view.ts';
import { laterText } from '../../messages/en-later.ts';
import type { Act } from './act.ts';

interface KnockCardProps {
  readonly room: RoomView;
  readonly act: Act;
  /** Unless they are shown elsewhere already. */
  readonly isShown: boolean;
  readonly onShowAll: () => void;
}

/** Somebody at the door, where a host sees it without having a panel open. */
export function KnockCard({ room, act, isShown, onShowAll }: KnockCardProps) {
  const knocking = isShown ? knockersForYou(room) : [];
  const [first] = knocking;
  return (
    <div class="said knocks" role="status">
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
