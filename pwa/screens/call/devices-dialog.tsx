import { text } from '../../messages/en.ts';
import { DevicePickers } from '../../parts/device-pickers.tsx';
import { DeviceProblems } from '../../parts/device-problems.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useCall } from '../meeting/call-context.ts';
import { NoticeChoices } from './notice-choices.tsx';
import { SavingChoice } from './saving-choice.tsx';

export function DevicesDialog({ onClose }: { onClose: () => void }) {
  const { local } = useCall();
  return (
    <Dialog title={text.call.settings} onClose={onClose}>
      <DeviceProblems local={local} inCall />
      <DevicePickers local={local} />
      <SavingChoice />
      <NoticeChoices />
      <div class="actions">
        <button type="button" class="button primary" onClick={onClose}>
          {text.call.done}
        </button>
      </div>
    </Dialog>
  );
}
