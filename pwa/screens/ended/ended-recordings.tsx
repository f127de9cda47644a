import '../../styles/ended.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LinkToken, RecordingLink } from '../../../edge/protocol/recording.ts';
import { useApp } from '../../app.ts';
import { recordings, remembered } from '../../compose-recordings.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';
import { laterIcons } from '../../parts/later-icons.ts';
import { readRecordingPath } from '../../recordings/paths.ts';
import { EmailField, useEmail } from '../call/recording/record-dialog.tsx';
import { latestLinks } from '../call/recording/rules.ts';
import { useCall } from '../meeting/call-context.ts';
import { endReasonOf } from '../reason-of.ts';
import { useRecording } from '../recording/use-recording.ts';
import { useCopyAddress } from '../use-copy-address.ts';

const words = recordingText.ended;

/** However a call ended: whoever recorded it finds the recording here. */
export function EndedRecordings() {
  const { notices } = useCall();
  const links = latestLinks(notices.value).map(({ link }) => link);
  return (
    <>
      {links.map((link) => {
        const place = readRecordingPath(link.path);
        return place?.kind === 'recording' ? (
          <EndedRecording key={link.recording} link={link} token={place.token} />
        ) : null;
      })}
    </>
  );
}

/** How long something that is not there yet is asked for often. */
const soonForMs = 60_000;

function EndedRecording({ link, token }: { link: RecordingLink; token: LinkToken }) {
  const { now } = useApp();
  const endedAt = useRef(now());
  const pace = now() - endedAt.current < soonForMs ? 'soon' : 'calm';
  const { shown } = useRecording(token, pace);
  useEffect(() => {
    remembered.remember({ recording: link.recording, path: link.path, meeting: '', at: now() });
  }, [link]);

  const state = shown.kind === 'notice' ? shown.notice : shown.kind;
  if (state === 'deleted' || state === 'expired') return null;
  const { title, hint } = words.states[state];
  return (
    <section class="ended-recording">
      <p class="ended-recording-state" role="status">
        <Icon name={state === 'ready' ? 'check' : laterIcons.record} />
        <span>{title}</span>
      </p>
      {hint !== '' && <p class="small soft">{hint}</p>}
      {state === 'ready' && <Open link={link} />}
      {state !== 'failed' && <SendToMe token={token} />}
    </section>
  );
}

function Open({ link }: { link: RecordingLink }) {
  const told = useSignal('');
  const copy = useCopyAddress((said) => {
    told.value = said;
  }, words);

  return (
    <>
      <div class="actions">
        {/* Not within this page, whose headers let it play nothing from elsewhere. */}
        <a class="button primary" href={link.path} target="_blank" rel="noopener">
          {words.open}
        </a>
        <button type="button" class="button" onClick={() => copy(link.sharePath ?? link.path)}>
          <Icon name="link" />
          {words.copyLink}
        </button>
      </div>
      <p class="small" role="status">
        {told.value}
      </p>
    </>
  );
}

function SendToMe({ token }: { token: LinkToken }) {
  const mail = useEmail();
  const told = useSignal('');
  const isWanted = useSignal(false);

  async function send(event: Event) {
    event.preventDefault();
    if (mail.value.trim() === '') {
      told.value = words.addressMissing;
      mail.input.current?.focus();
      return;
    }
    const email = mail.read();
    if (email === undefined || email === null) return;
    try {
      await recordings.mail(token, email);
      isWanted.value = false;
      told.value = words.sent(email);
    } catch (error) {
      told.value = endReasonOf(error) === 'not-allowed' ? words.sentElsewhere : words.sendFailed;
    }
  }

  return (
    <>
      {isWanted.value ? (
        <form class="record-form" noValidate onSubmit={send}>
          <EmailField mail={mail} hasNote={false} />
          <button type="submit" class="button">
            {words.send}
          </button>
        </form>
      ) : (
        told.value === '' && (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              isWanted.value = true;
            }}
          >
            {words.send}
          </button>
        )
      )}
      <p class="small" role="status">
        {told.value}
      </p>
    </>
  );
}
