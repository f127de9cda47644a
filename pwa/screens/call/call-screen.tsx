import '../../styles/call.css';
import { useSignal } from '@preact/signals';
import type { ComponentProps } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { isYourHandRaised, knockersForYou, type RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { lazy } from '../lazy.tsx';
import { useCall, useCurrentCall } from '../meeting/call-context.ts';
import { usePageTitle } from '../use-page-title.ts';
import { createAct } from './act.ts';
import { toggleDevice } from './own-media.ts';
import { ReconnectingBanner } from './reconnecting-banner.tsx';
import { RemoteSound } from './remote-sound.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Stage } from './stage/stage.tsx';
import { createToasts, ToastList, type Toasts } from './toasts.tsx';
import { Toolbar } from './toolbar.tsx';
import { useDeviceNews } from './use-device-news.ts';
import { useNews } from './use-news.ts';
import { useUnread } from './use-unread.ts';

const ChatPanel = lazy(() => import('../chat/chat-panel.tsx'), 'ChatPanel');
const PeoplePanel = lazy(() => import('../people/people-panel.tsx'), 'PeoplePanel');
const AloneCard = lazy(() => import('./alone-card.tsx'), 'AloneCard');
const KnockCard = lazy(() => import('./knock-card.tsx'), 'KnockCard');
const PeopleDesk = lazy(() => import('./news/people-desk.tsx'), 'PeopleDesk');
const LineNotice = lazy(() => import('./line-notice.tsx'), 'LineNotice');
/** What it says matters as soon as somebody is there, and not before the first picture. */
const PrivacyBadge = lazy(() => import('./privacy-badge.tsx'), 'PrivacyBadge');
const RecordingDesk = lazy(() => import('./recording/recording-desk.tsx'), 'RecordingDesk');
const ScreenOffer = lazy(() => import('./screen-offer.tsx'), 'ScreenOffer');
const DevicesDialog = lazy(() => import('./devices-dialog.tsx'), 'DevicesDialog');

/** Long enough after the first picture, soon enough for whoever wants to write something. */
const settledAfterMs = 1_500;

interface CallScreenProps {
  readonly room: RoomView;
  readonly reconnecting: boolean;
}

export function CallScreen({ room, reconnecting }: CallScreenProps) {
  const { screenOffered } = useApp();
  const call = useCall();
  const [firstRoom] = useState(room);
  const [toasts] = useState(createToasts);
  const [act] = useState(() => createAct(call, toasts));
  const [panel, togglePanel] = usePanel();
  const copyLink = useCopyLink(toasts);
  const unread = useUnread(room, panel === 'chat');
  const headline = useSignal('');
  useTitle(room, unread, headline.value);
  useKeptAwake();
  useLaunch(toasts);
  const settled = useSettled();
  useNews(room, toasts, panel === 'chat');
  useDeviceNews(toasts);
  useShortcuts({
    microphone: () => toggleDevice(call, 'microphone', room),
    camera: () => toggleDevice(call, 'camera', room),
    hand: () => void act({ type: 'hand', raised: !isYourHandRaised(room) }),
    chat: () => togglePanel('chat'),
    people: () => togglePanel('people'),
  });
  const shared = { room, act, onCopyLink: copyLink };

  return (
    <div class="call">
      <div class="call-status">
        {settled && (
          <KnockCard
            {...shared}
            isShown={panel !== 'people'}
            onShowAll={() => togglePanel('people')}
          />
        )}
        <ToastList toasts={toasts} />
        {settled && <RecordingDesk {...shared} toasts={toasts} />}
        {settled && <PrivacyBadge room={room} />}
        {settled && <LineNotice />}
        {settled && (
          <PeopleDesk since={firstRoom} room={room} act={act} toasts={toasts} headline={headline} />
        )}
      </div>
      <main>
        <h1 class="visually-hidden">{nameOf(room)}</h1>
        <div class="banners">
          {reconnecting && <ReconnectingBanner />}
          <RemoteSound />
          {screenOffered.value && <ScreenOffer />}
        </div>
        <Stage room={room} />
        {room.people.size === 1 && <AloneCard onCopyLink={copyLink} />}
      </main>
      {panel === 'chat' && <ChatPanel {...shared} onClose={() => togglePanel('chat')} />}
      {panel === 'people' && <PeoplePanel {...shared} onClose={() => togglePanel('people')} />}
      <Controls {...shared} panel={panel} unread={unread} onPanel={togglePanel} settled={settled} />
    </div>
  );
}

function Controls(props: Omit<ComponentProps<typeof Toolbar>, 'onDevices'>) {
  const devicesShown = useSignal(false);
  return (
    <>
      <Toolbar
        {...props}
        onDevices={() => {
          devicesShown.value = true;
        }}
      />
      {devicesShown.value && (
        <DevicesDialog
          onClose={() => {
            devicesShown.value = false;
          }}
        />
      )}
    </>
  );
}

type Panel = 'chat' | 'people';

function usePanel(): [Panel | null, (panel: Panel) => void] {
  const open = useSignal<Panel | null>(null);
  return [
    open.value,
    (panel) => {
      open.value = open.value === panel ? null : panel;
    },
  ];
}

function nameOf({ settings }: RoomView): string {
  return settings.name === '' ? text.call.unnamed : settings.name;
}

/** What waits for an answer comes before what waits to be read. */
function useTitle(room: RoomView, unread: number, headline: string): void {
  const name = nameOf(room);
  const knocking = knockersForYou(room).length;
  const named = unread === 0 ? name : text.call.titleUnread(unread, name);
  usePageTitle(headline, knocking === 0 ? named : text.call.titleKnocking(knocking, name));
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

/** Whoever started the call from outside of these pages has not seen its link yet. */
function useLaunch(toasts: Toasts): void {
  const app = useApp();
  const { link } = useCurrentCall();
  useEffect(() => {
    const { value: launched } = app.launch;
    if (launched?.meeting !== link.id) return;
    app.launch.value = null;
    if (!launched.copyLink) return;
    // Without a click in this page not every browser lets us; there is a button for it.
    app.copy(app.addressOf(link)).then(
      () => toasts.say(text.call.copied),
      () => {},
    );
  }, [app, link, toasts]);
}

/**
 * The panels work without a server: a chat can be read and written while the room is being found again. And nobody
 * watches over a line that still has the call's first pictures to bring.
 */
function useSettled(): boolean {
  const settled = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const panel of [ChatPanel, PeoplePanel, DevicesDialog]) panel.preload();
      settled.value = true;
    }, settledAfterMs);
    return () => clearTimeout(timer);
  }, [settled]);
  return settled.value;
}

function useKeptAwake(): void {
  const app = useApp();
  useEffect(() => {
    const shown = new AbortController();
    app.keepAwake(shown.signal);
    return () => shown.abort();
  }, [app]);
}
