import type { Participant } from '../../../edge/protocol/people.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Avatar } from '../../parts/avatar.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Switch } from '../../parts/switch.tsx';
import type { Act } from '../call/act.ts';
import { controlsFor, mayManage, rightControls } from './host-controls.ts';

interface PersonRowProps {
  readonly person: Participant;
  readonly self: Participant | undefined;
  readonly act: Act;
}

export function PersonRow({ person, self, act }: PersonRowProps) {
  if (self === undefined || !mayManage(self, person)) {
    return (
      <li class="person">
        <Summary person={person} own={person.seat === self?.seat} />
      </li>
    );
  }
  return (
    <li>
      <details class="disclosure manage" name="manage">
        <summary class="person">
          <Summary person={person} own={false} />
          <span class="visually-hidden">{laterText.people.manage}</span>
          <Icon name="chevron" class="small chevron" />
        </summary>
        <PersonControls person={person} act={act} />
      </details>
    </li>
  );
}

function Summary({ person, own }: { person: Participant; own: boolean }) {
  const role = laterText.people.roles[person.role];
  return (
    <>
      <Avatar name={person.name} />
      <span class="person-name">
        {own ? text.call.youNamed(person.name) : person.name}
        {role !== '' && <span class="person-role">{role}</span>}
      </span>
      <span class="person-state">
        {person.handRaisedAt !== null && <Sign icon="hand" meaning={text.call.handRaised} />}
        {!person.publishing.includes('microphone') && (
          <Sign icon="microphone-off" meaning={text.call.muted} />
        )}
      </span>
    </>
  );
}

function Sign({ icon, meaning }: { icon: 'hand' | 'microphone-off'; meaning: string }) {
  return (
    <span title={meaning}>
      <Icon name={icon} class="small" />
      <span class="visually-hidden">{meaning}</span>
    </span>
  );
}

function PersonControls({ person, act }: Omit<PersonRowProps, 'self'>) {
  return (
    <div class="person-controls">
      {rightControls.map(({ right, label }) => (
        <Switch
          key={right}
          label={label}
          checked={person.rights[right]}
          onChange={(allowed) =>
            act({ type: 'set-rights', seat: person.seat, rights: { [right]: allowed } })
          }
        />
      ))}
      <div class="person-buttons">
        {controlsFor(person).map(({ label, command, grave }) => (
          <button
            key={label}
            type="button"
            class={grave === true ? 'button compact grave' : 'button compact'}
            onClick={() => void act(command)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
