import '../../styles/panels.css';
import type { Participant } from '../../../edge/protocol/people.ts';
import {
  knockersForYou,
  me,
  membersOf,
  type RoomView,
  youAreHosting,
} from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Act } from '../call/act.ts';
import { SidePanel } from '../call/side-panel.tsx';
import { Knocking } from './knocking.tsx';
import { MeetingControls } from './meeting-controls.tsx';
import { PersonRow } from './person-row.tsx';

interface PeoplePanelProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly onCopyLink: () => void;
  readonly onClose: () => void;
}

export function PeoplePanel({ room, act, onCopyLink, onClose }: PeoplePanelProps) {
  const self = me(room);
  const knocking = knockersForYou(room);
  const members = membersOf(room);
  const raised = inOrderOfHands(members);
  const others = members.filter(({ handRaisedAt }) => handRaisedAt === null);
  const hosting = youAreHosting(room);
  return (
    <SidePanel title={laterText.people.title} onClose={onClose}>
      <div class="panel-body">
        <button type="button" class="button wide" onClick={onCopyLink}>
          <Icon name="link" />
          {text.call.copyLink}
        </button>
        {knocking.length > 0 && <Knocking people={knocking} act={act} />}
        <section>
          <div class="section-head">
            <h3>{laterText.people.inCall}</h3>
            {hosting && raised.length > 0 && (
              <button
                type="button"
                class="button compact quiet"
                onClick={() => void act({ type: 'lower-hands' })}
              >
                {laterText.people.lowerAll}
              </button>
            )}
          </div>
          <ul class="roster">
            {[...raised, ...others].map((person, index) => (
              <PersonRow
                key={person.seat}
                person={person}
                self={self}
                handPlace={index < raised.length ? index + 1 : null}
                act={act}
              />
            ))}
          </ul>
        </section>
        {hosting && <MeetingControls settings={room.settings} act={act} />}
        {!hosting && room.settings.locked && (
          <p class="small soft">{laterText.people.lockedNote}</p>
        )}
      </div>
    </SidePanel>
  );
}

/** Whoever raised it first speaks first. */
function inOrderOfHands(people: readonly Participant[]): Participant[] {
  return people
    .filter(({ handRaisedAt }) => handRaisedAt !== null)
    .sort((one, other) => (one.handRaisedAt ?? 0) - (other.handRaisedAt ?? 0));
}
