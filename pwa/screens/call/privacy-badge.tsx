import { useSignal } from '@preact/signals';
import type { RoomView } from '../../call/room-view.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { useCall } from '../meeting/call-context.ts';
import { type ShownPrivacy, shownPrivacy } from './privacy.ts';
import { PrivacyDialog } from './privacy-dialog.tsx';

const icons: Record<ShownPrivacy, IconName> = {
  direct: 'lock',
  held: 'lock',
  recorded: 'lock',
  waiting: 'warning',
  unfit: 'warning',
  open: 'warning',
};

/** Says who could see and hear the call; pressed, it says more. */
export function PrivacyBadge({ room }: { room: RoomView }) {
  const call = useCall();
  const dialogShown = useSignal(false);
  const shown = shownPrivacy(call.privacy.value, call.remote.value, room);
  return (
    <>
      <button
        type="button"
        class="privacy-badge"
        data-privacy={shown}
        aria-haspopup="dialog"
        onClick={() => {
          dialogShown.value = true;
        }}
      >
        <Icon name={icons[shown]} class="small" />
        <span>{laterText.privacy.badges[shown]}</span>
      </button>
      {dialogShown.value && (
        <PrivacyDialog
          room={room}
          shown={shown}
          onClose={() => {
            dialogShown.value = false;
          }}
        />
      )}
    </>
  );
}
