import { DevicePickers } from '../../parts/device-pickers.tsx';
import { DeviceProblems } from '../../parts/device-problems.tsx';
import { useCall } from '../meeting/call-context.ts';
import { Preview } from './preview.tsx';

/** Before one is in: how one looks and sounds, what is wrong with that, and other devices to choose. */
export function OwnDevices() {
  const { local } = useCall();
  return (
    <div class="lobby-preview">
      <Preview local={local} />
      <DeviceProblems local={local} />
      <DevicePickers local={local} />
    </div>
  );
}
