import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { useCall } from '../meeting/call-context.ts';
import type { ShownPrivacy } from './privacy.ts';
import { Ways } from './ways.tsx';

interface PrivacyDialogProps {
  readonly room: RoomView;
  readonly shown: ShownPrivacy;
  readonly onClose: () => void;
}

export function PrivacyDialog({ room, shown, onClose }: PrivacyDialogProps) {
  return (
    <Dialog title={laterText.privacy.title} onClose={onClose}>
      <p>{laterText.privacy.explanations[shown]}</p>
      {shown === 'waiting' && <Giver room={room} />}
      {(shown === 'held' || shown === 'recorded') && <Code room={room} />}
      <Ways room={room} />
      <p class="small soft">{laterText.privacy.chat}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={onClose}>
          {text.call.done}
        </button>
      </div>
    </Dialog>
  );
}

function Giver({ room }: { room: RoomView }) {
  const { value: privacy } = useCall().privacy;
  const giver =
    privacy.kind === 'waiting' && privacy.giver !== null && room.people.get(privacy.giver);
  return giver ? <p>{laterText.privacy.giver(giver.name)}</p> : null;
}

/** Everybody's public keys are in it, so it is another one whenever somebody comes or goes. */
function Code({ room }: { room: RoomView }) {
  const call = useCall();
  const code = useSignal<string | null>(null);
  useEffect(() => {
    let current = true;
    void call.verificationCode().then((next) => {
      if (current) code.value = next;
    });
    return () => {
      current = false;
    };
  }, [call, code, room.people, room.encryption]);
  return (
    <section class="verification">
      <h3>{laterText.privacy.code}</h3>
      <p class="code" aria-live="polite">
        {code.value?.split(' ').map((group, index) => (
          <span key={index}>{group} </span>
        ))}
      </p>
      <p class="small soft">{laterText.privacy.codeHint}</p>
    </section>
  );
}
