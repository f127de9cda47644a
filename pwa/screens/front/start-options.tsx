import type { Signal } from '@preact/signals';
import { limits } from '../../../edge/protocol/limits.ts';
import type { CreateMeeting } from '../../../edge/protocol/rest.ts';
import { text } from '../../messages/en.ts';
import { Choice } from '../../parts/choice.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TextField } from '../../parts/text-field.tsx';

const everyone = { value: 'everyone', label: text.front.everyone } as const;
const hosts = { value: 'hosts', label: text.front.hosts } as const;
const nobody = { value: 'nobody', label: text.front.nobody } as const;

export function StartOptions({ options }: { options: Signal<CreateMeeting> }) {
  function change(part: Partial<CreateMeeting>) {
    options.value = { ...options.value, ...part };
  }
  return (
    <div class="options">
      <TextField
        label={text.front.meetingName}
        value={options.value.name}
        placeholder={text.front.meetingNameHint}
        maxLength={limits.meetingNameLength}
        onInput={(name) => change({ name })}
      />
      <Switch
        label={text.front.waitingRoom}
        checked={options.value.waitingRoom}
        onChange={(waitingRoom) => change({ waitingRoom })}
      />
      <Choice
        label={text.front.share}
        value={options.value.share}
        options={[everyone, hosts]}
        onChange={(share) => change({ share })}
      />
      <Choice
        label={text.front.record}
        value={options.value.record}
        options={[everyone, hosts, nobody]}
        onChange={(record) => change({ record })}
      />
    </div>
  );
}
