import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Icon } from '../../pwa/parts/icon.tsx';
import { wish } from '../messages.ts';
import type { RecentCall } from '../store/history.ts';
import { useWorld } from './world.ts';

const words = extensionText.popup;
const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const weekMs = 7 * 24 * 3_600_000;

export function RecentPanel() {
  const { recent } = useWorld();
  if (recent.length === 0) return null;
  return (
    <section class="panel">
      <h2 class="label">{words.recent}</h2>
      <ul class="recent">
        {recent.map((call) => (
          <li key={call.meeting}>
            <RecentEntry call={call} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RecentEntry({ call: { meeting, name, at } }: { call: RecentCall }) {
  const shown = name === '' ? meeting.slice(0, 9) : name;
  const when = Date.now() - at < weekMs ? day.format(at) : date.format(at);
  return (
    <button
      type="button"
      class="recent-call"
      title={words.rejoin(shown)}
      onClick={async () => {
        await wish({ type: 'enter', meeting, joinAtOnce: false, copyLink: false });
        window.close();
      }}
    >
      <Icon name="camera" class="small" />
      <span class="recent-name">{shown}</span>
      <time class="soft small">{when}</time>
    </button>
  );
}
