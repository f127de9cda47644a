import { useSignal } from '@preact/signals';
import type { LinkToken } from '../../../edge/protocol/recording.ts';
import { useApp } from '../../app.ts';
import { remembered } from '../../compose-recordings.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';
import { readRecordingPath } from '../../recordings/paths.ts';
import { useRecording } from '../recording/use-recording.ts';

const words = recordingText.mine;

/** Those whose link this browser was given in a call; nothing where there are none. */
export function MyRecordings() {
  const list = useSignal(remembered.all());
  if (list.value.length === 0) return null;
  return (
    <section class="my-recordings">
      <h2>{words.title}</h2>
      <ul>
        {list.value.map(({ recording, path, meeting, at }) => (
          <li key={recording}>
            {/* Not within this page, whose headers let it play nothing from elsewhere. */}
            <a href={path}>
              {meeting === '' ? words.unnamed : meeting}{' '}
              <span class="soft small">
                {words.at(at)} <State path={path} at={at} />
              </span>
            </a>
            <button
              type="button"
              class="toast-close"
              aria-label={words.forget}
              onClick={() => {
                remembered.forget(recording);
                list.value = remembered.all();
              }}
            >
              <Icon name="close" class="small" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Older ones have been finished long since. */
const mayBeUnfinishedMs = 24 * 3_600_000;

/** What is still to come of it; nothing of one that can be watched. */
function State({ path, at }: { path: string; at: number }) {
  const { now } = useApp();
  const place = readRecordingPath(path);
  const isRecent = now() - at < mayBeUnfinishedMs;
  return isRecent && place?.kind === 'recording' ? <Followed token={place.token} /> : null;
}

function Followed({ token }: { token: LinkToken }) {
  const { shown } = useRecording(token);
  const notice = shown.kind === 'notice' ? shown.notice : null;
  const isWorthSaying = notice === 'recording' || notice === 'processing' || notice === 'failed';
  return isWorthSaying ? <span role="status">· {words.states[notice]}</span> : null;
}
