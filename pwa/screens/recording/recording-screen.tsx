import '../../styles/recording.css';
import type { LinkToken } from '../../../edge/protocol/recording.ts';
import type { RecordingView } from '../../../edge/protocol/recordings-rest.ts';
import { recordingText } from '../../messages/en-recording.ts';
import { Brand } from '../../parts/brand.tsx';
import type { IconName } from '../../parts/icon.tsx';
import { InnerLink } from '../../parts/inner-link.tsx';
import { laterIcons } from '../../parts/later-icons.ts';
import { NoticePage } from '../../parts/notice-page.tsx';
import type { Shown } from '../../recordings/follow.ts';
import { usePageTitle } from '../use-page-title.ts';
import { Player } from './player.tsx';
import { RecordingActions } from './recording-actions.tsx';
import { useRecording } from './use-recording.ts';

const words = recordingText.page;

type Notice = Extract<Shown, { kind: 'notice' }>['notice'];

const icons: Partial<Record<Notice, IconName>> = {
  recording: laterIcons.record,
  processing: laterIcons.hourglass,
  deleted: laterIcons.trash,
  expired: laterIcons.hourglass,
  missing: 'link',
  unreachable: 'offline',
};

/** `/r/<token>`: a recording, for whoever has its link. */
export function RecordingScreen({ token }: { token: LinkToken }) {
  const { shown, renew, remove } = useRecording(token);
  switch (shown.kind) {
    case 'looking':
      return <Looking />;
    case 'ready':
      return <Recording view={shown.view} onStale={renew} onRemove={remove} />;
    case 'notice':
      return <Notice notice={shown.notice} onAgain={() => void renew()} />;
  }
}

function Looking() {
  usePageTitle(words.unnamed);
  return (
    <main class="page">
      <p role="status">{words.looking}</p>
    </main>
  );
}

function Notice({ notice, onAgain }: { notice: Notice; onAgain: () => void }) {
  const { title, body } = words.states[notice];
  usePageTitle(title);
  const canAskAgain = notice === 'unreachable' || notice === 'hurried';
  return (
    <NoticePage
      key={notice}
      icon={icons[notice] ?? 'warning'}
      title={title}
      actions={
        <>
          {canAskAgain && (
            <button type="button" class="button primary" onClick={onAgain}>
              {words.again}
            </button>
          )}
          <InnerLink class="button" to="/">
            {words.home}
          </InnerLink>
        </>
      }
    >
      {body}
    </NoticePage>
  );
}

interface RecordingProps {
  readonly view: RecordingView;
  readonly onStale: () => Promise<boolean>;
  readonly onRemove: () => Promise<void>;
}

function Recording({ view, onStale, onRemove }: RecordingProps) {
  const title = view.meeting === '' ? words.unnamed : view.meeting;
  usePageTitle(title);
  return (
    <div class="recording">
      <header>
        <Brand />
      </header>
      <main>
        <Player view={view} onStale={onStale} />
        <section class="recording-about">
          <div>
            <h1>{title}</h1>
            <p class="soft">
              <time dateTime={new Date(view.startedAt).toISOString()}>
                {words.startedAt(view.startedAt)}
              </time>
              {' · '}
              {words.lasted(view.durationMs)}
            </p>
            {view.names.length > 0 && <p class="soft">{words.with(view.names)}</p>}
          </div>
          <RecordingActions view={view} onRemove={onRemove} />
        </section>
      </main>
    </div>
  );
}
