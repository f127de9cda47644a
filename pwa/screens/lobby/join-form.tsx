import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { limits } from '../../../edge/protocol/limits.ts';
import type { Consent } from '../../../edge/protocol/recording.ts';
import { useApp } from '../../app.ts';
import type { LobbyMeeting } from '../../call/model/call-state.ts';
import { text } from '../../messages/en.ts';
import { TextField } from '../../parts/text-field.tsx';
import { lazy } from '../lazy.tsx';
import { useCurrentCall } from '../meeting/call-context.ts';

type Entry = LobbyMeeting['entry'];

const RecordedEntry = lazy(() => import('./recorded-entry.tsx'), 'RecordedEntry');

const labels: Record<Entry, string> = {
  open: text.lobby.join,
  knock: text.lobby.knock,
  full: text.lobby.tryToJoin,
  locked: text.lobby.tryToJoin,
};

function noteOf(entry: Entry, isLocked: boolean, canEncrypt: boolean): string | null {
  switch (entry) {
    case 'full':
      // A call that is full for a browser that cannot encrypt may have room for others.
      return canEncrypt ? text.lobby.fullNote : text.lobby.tooLargeForBrowser;
    case 'locked':
    case 'knock':
      return isLocked ? text.lobby.lockedNote : text.lobby.knockNote;
    case 'open':
      return canEncrypt ? null : text.lobby.cannotEncrypt;
  }
}

interface JoinFormProps {
  readonly entry: Entry;
  readonly isLocked: boolean;
  readonly joining: boolean;
  /** Undefined while nothing is recorded, and when they have said already whether they are. */
  readonly recording: LobbyMeeting['recording'];
}

export function JoinForm({ entry, isLocked, joining, recording }: JoinFormProps) {
  const { memory, canEncrypt, launch, typedName: name } = useApp();
  const note = noteOf(entry, isLocked, canEncrypt);
  const { call, link } = useCurrentCall();
  const error = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  // Another tab may have learnt it since this page was opened.
  useEffect(() => {
    if (name.value === '') name.value = memory.name();
  }, []);

  // Who is known presses Enter and is in; who is not types first.
  useEffect(() => {
    (name.value === '' ? input : button).current?.focus();
  }, []);

  const { value: launched } = launch;
  useEffect(() => {
    if (launched?.meeting !== link.id || !launched.joinAtOnce || joining) return;
    launch.value = { ...launched, joinAtOnce: false };
    if (memory.name() !== '') join();
  }, [launched]);

  function join(consent?: Consent) {
    // Who is about to be recorded says first whether they let themselves be.
    if (joining || (recording !== undefined && consent === undefined)) return;
    const chosen = name.value.trim();
    if (chosen === '') {
      error.value = text.lobby.nameMissing;
      input.current?.focus();
      return;
    }
    memory.rememberName(chosen);
    call.join(chosen, consent);
  }

  return (
    <form
      class="join-form"
      onSubmit={(event) => {
        event.preventDefault();
        join();
      }}
    >
      <TextField
        label={text.lobby.name}
        value={name.value}
        error={error.value}
        maxLength={limits.nameLength}
        autoComplete="name"
        inputRef={input}
        onInput={(value) => {
          name.value = value;
          error.value = null;
        }}
      />
      {recording === undefined ? (
        <button
          ref={button}
          type="submit"
          class="button primary large"
          aria-disabled={joining}
          aria-describedby="entry-note"
        >
          {joining ? text.lobby.joining : labels[entry]}
        </button>
      ) : (
        <RecordedEntry
          byName={recording.byName}
          knocks={entry === 'knock'}
          joining={joining}
          onAnswer={join}
        />
      )}
      <p id="entry-note" class="small soft" hidden={note === null}>
        {note}
      </p>
    </form>
  );
}
