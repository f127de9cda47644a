import type { Participant } from '../../../edge/protocol/people.ts';
import { laterText } from '../../messages/en-later.ts';
import { Avatar } from '../../parts/avatar.tsx';
import type { Act } from '../call/act.ts';

interface KnockingProps {
  readonly people: readonly Participant[];
  readonly act: Act;
}

export function Knocking({ people, act }: KnockingProps) {
  return (
    <section>
      <div class="section-head">
        <h3>{laterText.people.waiting}</h3>
        {people.length > 1 && (
          <button
            type="button"
            class="button compact quiet"
            onClick={() => void act({ type: 'admit-all' })}
          >
            {laterText.people.admitAll}
          </button>
        )}
      </div>
      <ul class="roster">
        {people.map(({ seat, name }) => (
          <li key={seat} class="person">
            <Avatar name={name} />
            <span class="person-name">{name}</span>
            <button
              type="button"
              class="button compact quiet"
              aria-label={laterText.people.refuseNamed(name)}
              onClick={() => void act({ type: 'refuse', seat })}
            >
              {laterText.call.refuse}
            </button>
            <button
              type="button"
              class="button compact primary"
              aria-label={laterText.people.admitNamed(name)}
              onClick={() => void act({ type: 'admit', seat })}
            >
              {laterText.call.admit}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
