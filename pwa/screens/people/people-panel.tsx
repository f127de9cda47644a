import '../../styles/panels.css';
import { isHosting } from '../../../edge/protocol/people.ts';
import { me, membersOf, type RoomView, waitingOf } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Act } from '../call/act.ts';
import { RecordButton } from '../call/recording/record-tool.tsx';
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
  const knocking = waitingOf(room);
  const hosting = self !== undefined && isHosting(self.role);
  return (
    <SidePanel title={laterText.people.title} onClose={onClose}>
      <div class="panel-body">
        <button type="button" class="button wide" onClick={onCopyLink}>
          <Icon name="link" />
          {text.call.copyLink}
        </button>
        <RecordButton room={room} act={act} />
        {hosting && knocking.length > 0 && <Knocking people={knocking} act={act} />}
        <section>
          <h3>{laterText.people.inCall}</h3>
          <ul class="roster">
            {membersOf(room).map((person) => (
              <PersonRow key={person.seat} person={person} self={self} act={act} />
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
