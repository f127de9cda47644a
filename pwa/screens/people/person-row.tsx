import { useSignal } from '@preact/signals';
import type { Command } from '../../../edge/protocol/commands.ts';
import type { Participant } from '../../../edge/protocol/people.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Avatar } from '../../parts/avatar.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Switch } from '../../parts/switch.tsx';
import type { Act } from '../call/act.ts';
import { controlsFor, mayManage, rightControls } from './host-controls.ts';

interface PersonRowProps {
  readonly person: Participant;
  readonly self: Participant | undefined;
  /** Among the hands that are up, from 1; null while theirs is down. */
  readonly handPlace: number | null;
  readonly act: Act;
}

export function PersonRow({ person, self, handPlace, act }: PersonRowProps) {
  const own = person.seat === self?.seat;
  if (self === undefined || !mayManage(self, person)) {
    return (
      <li class="person">
        <Summary person={person} own={own} handPlace={handPlace} />
      </li>
    );
  }
  return (
    <li>
      {handPlace !== null && (
        <button
          type="button"
          class="button compact quiet lower-hand"
          aria-label={laterText.people.lowerHandOf(person.name)}
          onClick={() => void act({ type: 'lower-hand', seat: person.seat })}
        >
          {laterText.people.lowerHand}
        </button>
      )}
      <details class="disclosure manage" name="manage">
        <summary class="person">
          <Summary person={person} own={false} handPlace={handPlace} />
          <span class="visually-hidden">{laterText.people.manage}</span>
          <Icon name="chevron" class="small chevron" />
        </summary>
        <PersonControls person={person} act={act} />
      </details>
    </li>
  );
}

interface SummaryProps {
  readonly person: Participant;
  readonly own: boolean;
  readonly handPlace: number | null;
}

function Summary({ person, own, handPlace }: SummaryProps) {
  const notes = [
    laterText.people.roles[person.role],
    person.awaySince === null || own ? '' : laterText.people.away,
    person.recorded === undefined ? '' : laterText.people.recorded[person.recorded],
  ].filter((note) => note !== '');
  return (
    <>
      <Avatar name={person.name} />
      <span class="person-name">
        {own ? text.call.youNamed(person.name) : person.name}
        {notes.length > 0 && <span class="person-role">{notes.join(' · ')}</span>}
      </span>
      <span class="person-state">
        {handPlace !== null && (
          <span class="hand-place" title={laterText.people.handPlace(handPlace)}>
            <Icon name="hand" class="small" />
            <span aria-hidden="true">{handPlace}</span>
            <span class="visually-hidden">{laterText.people.handPlace(handPlace)}</span>
          </span>
        )}
        {!person.publishing.includes('microphone') && (
          <Sign icon="microphone-off" meaning={text.call.muted} />
        )}
      </span>
    </>
  );
}

function Sign({ icon, meaning }: { icon: 'microphone-off'; meaning: string }) {
  return (
    <span title={meaning}>
      <Icon name={icon} class="small" />
      <span class="visually-hidden">{meaning}</span>
    </span>
  );
}

function PersonControls({ person, act }: Pick<PersonRowProps, 'person' | 'act'>) {
  const asked = useSignal<Command | null>(null);
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
            onClick={() => {
              if (grave === true) asked.value = command;
              else void act(command);
            }}
          >
            {label}
          </button>
        ))}
      </div>
      {asked.value !== null && (
        <ConfirmDialog
          title={laterText.people.removeTitle(person.name)}
          body={laterText.people.removeBody(person.name)}
          confirm={laterText.people.removeNow}
          onConfirm={() => void (asked.value && act(asked.value))}
          onClose={() => {
            asked.value = null;
          }}
        />
      )}
    </div>
  );
}
