import type { Participant } from '../../../edge/protocol/people.ts';
import { text } from '../../messages/en.ts';
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
        <h3>{text.people.waiting}</h3>
        {people.length > 1 && (
          <button
            type="button"
            class="button compact quiet"
            onClick={() => void act({ type: 'admit-all' })}
          >
            {text.people.admitAll}
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
              aria-label={text.people.refuseNamed(name)}
              onClick={() => void act({ type: 'refuse', seat })}
            >
              {text.people.refuse}
            </button>
            <button
              type="button"
              class="button compact primary"
              aria-label={text.people.admitNamed(name)}
              onClick={() => void act({ type: 'admit', seat })}
            >
              {text.people.admit}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
