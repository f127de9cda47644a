import type { Signal } from '@preact/signals';
import { limits } from '../../../edge/protocol/limits.ts';
import type { CreateMeeting } from '../../../edge/protocol/rest.ts';
import { laterText } from '../../messages/en-later.ts';
import { Choice } from '../../parts/choice.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TextField } from '../../parts/text-field.tsx';

const everyone = { value: 'everyone', label: laterText.front.everyone } as const;
const hosts = { value: 'hosts', label: laterText.front.hosts } as const;
const nobody = { value: 'nobody', label: laterText.front.nobody } as const;

export function StartOptions({ options }: { options: Signal<CreateMeeting> }) {
  function change(part: Partial<CreateMeeting>) {
    options.value = { ...options.value, ...part };
  }
  return (
    <div class="options">
      <TextField
        label={laterText.front.meetingName}
        value={options.value.name}
        placeholder={laterText.front.meetingNameHint}
        maxLength={limits.meetingNameLength}
        onInput={(name) => change({ name })}
      />
      <Switch
        label={laterText.front.waitingRoom}
        checked={options.value.waitingRoom}
        onChange={(waitingRoom) => change({ waitingRoom })}
      />
      <Choice
        label={laterText.front.share}
        value={options.value.share}
        options={[everyone, hosts]}
        onChange={(share) => change({ share })}
      />
      <Choice
        label={laterText.front.record}
        value={options.value.record}
        options={[everyone, hosts, nobody]}
        onChange={(record) => change({ record })}
      />
    </div>
  );
}
