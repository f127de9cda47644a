import { useSignal } from '@preact/signals';
import type { Participant } from '../../../../edge/protocol/people.ts';
import type { RecordingLink, RecordingState } from '../../../../edge/protocol/recording.ts';
import { useApp } from '../../../app.ts';
import { me, membersOf, type RoomView } from '../../../call/room-view.ts';
import { text } from '../../../messages/en.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Switch } from '../../../parts/switch.tsx';
import { useCall } from '../../meeting/call-context.ts';
import type { Act } from '../act.ts';
import { EmailField, LayoutChoice, useEmail } from './record-dialog.tsx';
import { liveLink, maySteer, recordRefusal } from './rules.ts';

const words = recordingText.running;

interface RunningDialogProps {
  readonly room: RoomView;
  readonly recording: RecordingState;
  readonly act: Act;
  readonly onClose: () => void;
}

/** What somebody can do about a recording that runs. */
export function RunningDialog({ room, recording, act, onClose }: RunningDialogProps) {
  const steers = maySteer(room, recording);
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p class="soft">{words.by(recording.byName)}</p>
      <WhoIsIn room={room} />
      <OwnAnswer room={room} act={act} />
      <OwnLink room={room} recording={recording} act={act} />
      <LiveLink />
      {steers && (
        <LayoutChoice
          value={recording.layout}
          onChange={(layout) => act({ type: 'recording-layout', layout }, recordingText.refused)}
        />
      )}
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {text.call.close}
        </button>
        {steers && (
          <button
            type="button"
            class="button danger"
            aria-disabled={recording.state === 'stopping'}
            onClick={() => {
              onClose();
              void act({ type: 'stop-recording' }, recordingText.refused);
            }}
          >
            {words.stop}
          </button>
        )}
      </div>
    </Dialog>
  );
}

/** Everybody may know who is in it, and who is not. */
function WhoIsIn({ room }: Pick<RunningDialogProps, 'room'>) {
  const nameOf = ({ seat, name }: Participant) =>
    seat === room.you ? text.call.youNamed(name) : name;
  const members = membersOf(room);
  const inIt = members.filter(({ recorded }) => recorded === 'yes').map(nameOf);
  const notInIt = members.filter(({ recorded }) => recorded !== 'yes').map(nameOf);
  return (
    <div>
      {inIt.length > 0 && <p>{words.isIn(inIt)}</p>}
      {notInIt.length > 0 && <p>{words.isNotIn(notInIt)}</p>}
    </div>
  );
}

function OwnAnswer({ room, act }: Pick<RunningDialogProps, 'room' | 'act'>) {
  return (
    <Switch
      label={words.recordMe}
      checked={me(room)?.recorded === 'yes'}
      onChange={(yes) =>
        act({ type: 'recording-consent', answer: yes ? 'yes' : 'no' }, recordingText.refused)
      }
    />
  );
}

function OwnLink({ room, recording, act }: Omit<RunningDialogProps, 'onClose'>) {
  const mail = useEmail();
  if (recording.recipients.includes(room.you)) return <p>{words.yours}</p>;
  if (recordRefusal(me(room), room.settings) !== null) return null;

  function ask(event: Event) {
    event.preventDefault();
    const email = mail.read();
    if (email === undefined) return;
    const { layout, height } = recording;
    void act({ type: 'record', email, layout, height }, recordingText.refused);
  }

  return (
    <form class="record-form" noValidate onSubmit={ask}>
      <EmailField mail={mail} />
      <button type="submit" class="button">
        {words.sendMe}
      </button>
    </form>
  );
}

/** For those who only watch: there may be many more of them than a call has room for. */
function LiveLink() {
  const app = useApp();
  const link = liveLink(useCall().notices.value);
  const isCopied = useSignal(false);
  if (link === null) return null;

  async function copy({ path }: RecordingLink): Promise<void> {
    try {
      await app.copy(new URL(path, window.location.href).href);
      isCopied.value = true;
    } catch {
      // There is the link itself to take it from.
    }
  }
  return (
    <p class="live-link">
      <span>
        <a href={link.path} target="_blank" rel="noopener">
          {words.live}
        </a>{' '}
        <span class="soft">{words.liveHint}</span>
      </span>
      <button type="button" class="button compact" onClick={() => void copy(link)}>
        <Icon name={isCopied.value ? 'check' : 'link'} class="small" />
        {isCopied.value ? text.call.copied : text.call.copyLink}
      </button>
    </p>
  );
}
