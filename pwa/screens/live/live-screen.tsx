import '../../styles/recording.css';
import { useSignal } from '@preact/signals';
import type { LinkToken } from '../../../edge/protocol/recording.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Brand } from '../../parts/brand.tsx';
import type { IconName } from '../../parts/icon.tsx';
import { laterIcons } from '../../parts/later-icons.ts';
import { NoticePage } from '../../parts/notice-page.tsx';
import type { LiveShown } from '../../recordings/live-state.ts';
import { usePageTitle } from '../use-page-title.ts';
import { LivePlayer } from './live-player.tsx';
import { useLive } from './use-live.ts';

const words = recordingText.live;

type Notice = Exclude<LiveShown['kind'], 'looking' | 'on'> | 'unplayable';

const icons: Record<Notice, IconName> = {
  offline: laterIcons.hourglass,
  ended: 'door',
  missing: 'link',
  unreachable: 'offline',
  unplayable: 'warning',
};

/** `/live/<token>`: a call while it happens, for those who only watch. */
export function LiveScreen({ token }: { token: LinkToken }) {
  const { shown, viewers, lookNow } = useLive(token);
  const unplayable = useSignal(false);
  usePageTitle(shown.kind === 'on' && shown.title !== '' ? shown.title : words.unnamed);
  if (unplayable.value) return <Notice notice="unplayable" />;
  switch (shown.kind) {
    case 'looking':
      return (
        <main class="page">
          <p role="status">{words.looking}</p>
        </main>
      );
    case 'on':
      return (
        <div class="recording">
          <header>
            <Brand />
          </header>
          <main class="live">
            <LivePlayer
              playlistUrl={shown.playlistUrl}
              onEnd={lookNow}
              onUnplayable={() => {
                unplayable.value = true;
              }}
            />
            <section class="recording-about">
              <div>
                <h1>{shown.title === '' ? words.unnamed : shown.title}</h1>
                <p class="live-line">
                  <span class="live-sign">{words.sign}</span>
                  <span role="status">{viewers !== null && words.viewers(viewers)}</span>
                </p>
                <p class="small soft">{words.delayNote}</p>
              </div>
            </section>
          </main>
        </div>
      );
    default:
      return <Notice notice={shown.kind} />;
  }
}

function Notice({ notice }: { notice: Notice }) {
  const { title, body } = words.states[notice];
  return (
    <NoticePage key={notice} icon={icons[notice]} title={title} actions={null}>
      {body}
    </NoticePage>
  );
}
