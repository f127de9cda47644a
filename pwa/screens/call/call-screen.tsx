import '../../styles/call.css';
import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { me, type RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';
import { lazy } from '../lazy.tsx';
import { useCall, useCurrentCall } from '../meeting/call-context.ts';
import { usePageTitle } from '../use-page-title.ts';
import { createAct } from './act.ts';
import { KnockCard } from './knock-card.tsx';
import { toggleDevice } from './own-media.ts';
import { RemoteSound } from './remote-sound.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Stage } from './stage.tsx';
import { createToasts, ToastList, type Toasts } from './toasts.tsx';
import { type Panel, Toolbar } from './toolbar.tsx';
import { useNews } from './use-news.ts';
import { useUnread } from './use-unread.ts';

const ChatPanel = lazy(async () => (await import('../chat/chat-panel.tsx')).ChatPanel);
const PeoplePanel = lazy(async () => (await import('../people/people-panel.tsx')).PeoplePanel);
const DevicesDialog = lazy(async () => (await import('./devices-dialog.tsx')).DevicesDialog);

interface CallScreenProps {
  readonly room: RoomView;
  readonly reconnecting: boolean;
}

export function CallScreen({ room, reconnecting }: CallScreenProps) {
  const call = useCall();
  const [toasts] = useState(createToasts);
  const [act] = useState(() => createAct(call, toasts));
  const panel = useSignal<Panel>('none');
  const choosingDevices = useSignal(false);
  const unread = useUnread(room, panel.value === 'chat');
  const copyLink = useCopyLink(toasts);
  const name = room.settings.name === '' ? text.call.unnamed : room.settings.name;
  useKeptAwake();
  useNews(room, toasts, panel.value === 'chat');
  usePageTitle(unread === 0 ? name : `(${unread}) ${name}`);
  useShortcuts({
    microphone: () => toggleDevice(call, 'microphone', room),
    camera: () => toggleDevice(call, 'camera', room),
    hand: () => void act({ type: 'hand', raised: (me(room)?.handRaisedAt ?? null) === null }),
    chat: () => togglePanel('chat'),
    people: () => togglePanel('people'),
  });

  function togglePanel(wanted: 'chat' | 'people') {
    panel.value = panel.value === wanted ? 'none' : wanted;
  }
  function closePanel() {
    panel.value = 'none';
  }

  return (
    <div class="call">
      <main>
        <h1 class="visually-hidden">{name}</h1>
        <div class="banners">
          {reconnecting && <ReconnectingBanner />}
          <RemoteSound />
        </div>
        <Stage room={room} />
        {room.people.size === 1 && <AloneCard onCopyLink={copyLink} />}
        <div class="overlays">
          {panel.value !== 'people' && (
            <KnockCard room={room} act={act} onShowAll={() => togglePanel('people')} />
          )}
          <ToastList toasts={toasts} />
        </div>
      </main>
      {panel.value === 'chat' && <ChatPanel room={room} act={act} onClose={closePanel} />}
      {panel.value === 'people' && (
        <PeoplePanel room={room} act={act} onCopyLink={copyLink} onClose={closePanel} />
      )}
      <Toolbar
        room={room}
        act={act}
        panel={panel.value}
        unread={unread}
        onPanel={togglePanel}
        onCopyLink={copyLink}
        onDevices={() => {
          choosingDevices.value = true;
        }}
      />
      {choosingDevices.value && (
        <DevicesDialog
          onClose={() => {
            choosingDevices.value = false;
          }}
        />
      )}
    </div>
  );
}

function ReconnectingBanner() {
  const { online } = useApp();
  return (
    <div class="banner" role="status">
      <Icon name="offline" />
      {online.value ? text.call.reconnecting : text.call.reconnectingOffline}
    </div>
  );
}

function AloneCard({ onCopyLink }: { onCopyLink: () => void }) {
  return (
    <div class="alone">
      <p>
        {text.call.alone} <span class="soft">{text.call.aloneHint}</span>
      </p>
      <button type="button" class="button primary compact" onClick={onCopyLink}>
        <Icon name="link" class="small" />
        {text.call.copyLink}
      </button>
    </div>
  );
}

function useCopyLink(toasts: Toasts): () => void {
  const app = useApp();
  const { link } = useCurrentCall();
  return () => {
    app.copy(app.addressOf(link)).then(
      () => toasts.say(text.call.copied),
      () => toasts.say(text.call.copyFailed),
    );
  };
}

function useKeptAwake(): void {
  const app = useApp();
  useEffect(() => {
    const shown = new AbortController();
    app.keepAwake(shown.signal);
    return () => shown.abort();
  }, [app]);
}
