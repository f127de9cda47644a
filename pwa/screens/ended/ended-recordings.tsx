import '../../styles/ended.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
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
import { useRecording } from '../recording/use-recording.ts';

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

function EndedRecording({ link, token }: { link: RecordingLink; token: LinkToken }) {
  const { now } = useApp();
  const { shown } = useRecording(token, 'soon');
  useEffect(() => {
    remembered.remember({ recording: link.recording, path: link.path, meeting: '', at: now() });
  }, [link]);

  const isReady = shown.kind === 'ready';
  const notice = shown.kind === 'notice' ? shown.notice : null;
  if (notice === 'deleted' || notice === 'expired' || notice === 'missing') return null;
  return (
    <section class="ended-recording">
      <p class="ended-recording-state" role="status">
        <Icon name={isReady ? 'check' : laterIcons.record} />
        <span>{sentenceFor(isReady, notice)}</span>
      </p>
      <p class="small soft">{isReady ? words.readyHint : words.preparingHint}</p>
      {isReady && <Open link={link} />}
      {notice !== 'failed' && <SendToMe token={token} />}
    </section>
  );
}

function sentenceFor(isReady: boolean, notice: string | null): string {
  if (isReady) return words.ready;
  if (notice === 'failed') return words.failed;
  return notice === 'unreachable' || notice === 'hurried' ? words.unreachable : words.preparing;
}

function Open({ link }: { link: RecordingLink }) {
  const app = useApp();
  const told = useSignal('');

  function copy() {
    app.copy(new URL(link.sharePath ?? link.path, window.location.href).href).then(
      () => {
        told.value = words.copied;
      },
      () => {
        told.value = words.copyFailed;
      },
    );
  }

  return (
    <>
      <div class="actions">
        {/* Not within this page, whose headers let it play nothing from elsewhere. */}
        <a class="button primary" href={link.path} target="_blank" rel="noopener">
          {words.open}
        </a>
        <button type="button" class="button" onClick={copy}>
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
    const email = mail.read();
    if (email === undefined || email === null) return;
    try {
      await recordings.mail(token, email);
      isWanted.value = false;
      told.value = words.sent(email);
    } catch {
      told.value = words.sendFailed;
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
