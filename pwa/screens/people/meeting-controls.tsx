import type { MeetingSettings } from '../../../edge/protocol/people.ts';
import { text } from '../../messages/en.ts';
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
      <h3>{text.people.settings}</h3>
      <div class="meeting-controls">
        <Switch
          label={text.people.waitingRoom}
          checked={settings.waitingRoom}
          onChange={(waitingRoom) => change({ waitingRoom })}
        />
        <Switch
          label={text.people.locked}
          checked={settings.locked}
          onChange={(locked) => change({ locked })}
        />
        <Choice
          label={text.people.share}
          value={settings.share}
          options={[
            { value: 'everyone', label: text.front.everyone },
            { value: 'hosts', label: text.front.hosts },
          ]}
          onChange={(share) => change({ share })}
        />
        <button type="button" class="button" onClick={() => void act({ type: 'mute-all' })}>
          {text.people.muteAll}
        </button>
      </div>
    </section>
  );
}
