import type { MeetingSettings } from '../../../edge/protocol/people.ts';
import { laterText } from '../../messages/en-later.ts';
import { Choice } from '../../parts/choice.tsx';
import { Switch } from '../../parts/switch.tsx';
import type { Act } from '../call/act.ts';

interface MeetingControlsProps {
  readonly settings: MeetingSettings;
  readonly act: Act;
}

export function MeetingControls({ settings, act }: MeetingControlsProps) {
  function change(part: Partial<MeetingSettings>) {
    return act({ type: 'change-settings', settings: part });
  }
  return (
    <section>
      <h3>{laterText.people.settings}</h3>
      <div class="meeting-controls">
        <Switch
          label={laterText.people.waitingRoom}
          checked={settings.waitingRoom}
          onChange={(waitingRoom) => change({ waitingRoom })}
        />
        <Switch
          label={laterText.people.locked}
          checked={settings.locked}
          onChange={(locked) => change({ locked })}
        />
        <Choice
          label={laterText.people.share}
          value={settings.share}
          options={[
            { value: 'everyone', label: laterText.front.everyone },
            { value: 'hosts', label: laterText.front.hosts },
          ]}
          onChange={(share) => change({ share })}
        />
        <Choice
          label={laterText.front.record}
          value={settings.record}
          options={[
            { value: 'everyone', label: laterText.front.everyone },
            { value: 'hosts', label: laterText.front.hosts },
            { value: 'nobody', label: laterText.front.nobody },
          ]}
          onChange={(record) => change({ record })}
        />
        <button type="button" class="button" onClick={() => void act({ type: 'mute-all' })}>
          {laterText.people.muteAll}
        </button>
      </div>
    </section>
  );
}
