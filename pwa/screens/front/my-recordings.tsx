import { useSignal } from '@preact/signals';
import { remembered } from '../../compose-recordings.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';

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
              <span class="soft small">{words.at(at)}</span>
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
