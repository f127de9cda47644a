import { useApp } from '../app.ts';
import type { DeviceKind, LocalMedia } from '../call/capture/local-media.ts';
import { text } from '../messages/en.ts';
import { Choice } from './choice.tsx';

export function DevicePickers({ local }: { local: LocalMedia }) {
  const { canChooseSpeaker } = useApp();
  const kinds: readonly DeviceKind[] = canChooseSpeaker
    ? ['microphone', 'camera', 'speaker']
    : ['microphone', 'camera'];
  return (
    <div class="device-pickers">
      {kinds.map((kind) => (
        <Choice
          key={kind}
          label={text.devices[kind]}
          value={local.chosen.value[kind] ?? ''}
          options={[
            { value: '', label: text.devices.standard },
            ...local.devices.value[kind].map(({ id, label }) => ({ value: id, label })),
          ]}
          disabled={local.devices.value[kind].length === 0}
          onChange={(id) => void local.choose(kind, id === '' ? null : id)}
        />
      ))}
    </div>
  );
}
