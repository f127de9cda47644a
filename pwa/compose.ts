import { computed, effect, signal } from '@preact/signals-core';
// What every way to carry media shares is needed anyway, and compresses better here than by itself.
import './call/received/first-media.ts';
import './call/rtc/connection-stats.ts';
import './call/rtc/route-watch.ts';
import './call/received/remote-tracks.ts';
import './call/capture/screen-content.ts';
import { type MeetingLink, meetingPath } from '../edge/protocol/links.ts';
import type { App, CurrentCall } from './app.ts';
import { awaitExtension } from './bridge/await-extension.ts';
import { type Call, createCall } from './call/call.ts';
import { createLocalMedia } from './call/capture/local-media.ts';
import type { WatchScreen } from './call/capture/screen-share.ts';
import type { CallPorts, Clock, Lifecycle, Randomness, StartMesh, StartSfu } from './call/ports.ts';
import { createSeatStore } from './call/room-line/seat-store.ts';
import { socketsFrom } from './call/room-line/web-socket.ts';
import { createLauncher } from './launch.ts';
import { createLevelWatcher } from './level-watch.ts';
import { loadAgain } from './load-again.ts';
import { logToConsole } from './log.ts';
import { makeMediaKey } from './meetings/media-key.ts';
import { createMemory } from './memory.ts';
import { mayNotify, showNotification } from './notifications.ts';
import { createRouter, type Router } from './router.ts';
import { createStayStore } from './stay.ts';
import { createKeepAwake } from './wake-lock.ts';

/** The one place that knows the browser's globals; everything else is given what it needs. */
export function compose(): App {
  const seats = createSeatStore(storage);
  const current = signal<CurrentCall | null>(null);
  const router = createRouter(addressBar);
  const memory = createMemory(storage);
  // Until they choose, what they have told the browser is what they want.
  const saving = signal(memory.saving() ?? (savesData() ? 'save-data' : 'automatic'));

  function openCall(link: MeetingLink): Call {
    if (link.mediaKey !== undefined) seats.remember(link.id, { mediaKey: link.mediaKey });
    return createCall({
      meeting: link.id,
      openSocket: socketsFrom(() => new WebSocket(`/rooms/${link.id}/socket`)),
      transports: { mesh: startMesh, sfu: startSfu, preloadSfu, canEncrypt, startKeeper },
      local: createLocalMedia({
        mediaDevices: navigator.mediaDevices,
        permissions: navigator.permissions,
        storage,
        saving,
        watchScreen,
      }),
      seats,
      clock,
      random,
      lifecycle,
      log: logToConsole,
    });
  }

  const launcher = createLauncher({
    ...{ router, seats, current },
    ...{ bar: addressBar, queue: window.launchQueue },
  });
  keepShellOnceCalm(router, launcher.callPhase);
  const app: App = {
    router,
    current,
    ...launcher,
    typedName: signal(memory.name()),
    screenOffered: signal(false),
    memory,
    stay: createStayStore({
      storage: sessionStorageLater,
      isReload: wasReloaded(),
      now: clock.now,
    }),
    saving,
    save(choice) {
      saving.value = choice;
      memory.rememberSaving(choice);
    },
    online: onlineSignal(),
    canEncrypt,
    canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
    async createMeeting(options) {
      const { createMeetingsApi } = await loadAgain(
        'createMeetingsApi',
        () => import('./meetings/meetings-api.ts'),
      );
      const meetings = createMeetingsApi({ fetch: (...request) => fetch(...request), lifecycle });
      const { id, host } = await meetings.create(options);
      const mediaKey = makeMediaKey(random);
      seats.remember(id, { hostToken: host.token, mediaKey });
      return { id, mediaKey };
    },
    openCall,
    isCreator: (meeting) => seats.read(meeting).hostToken !== undefined,
    addressOf({ id, mediaKey = seats.read(id).mediaKey }) {
      const link: MeetingLink = mediaKey === undefined ? { id } : { id, mediaKey };
      return new URL(meetingPath(link), location.href).href;
    },
    copy: (text) => navigator.clipboard.writeText(text),
    keepAwake: createKeepAwake({ wakeLock: navigator.wakeLock, page: document }),
    watchLevel: createLevelWatcher(() => new AudioContext()),
    notify(words) {
      if (memory.notifies()) showNotification(words);
    },
    mayNotify,
    now: clock.now,
    reload: () => location.reload(),
  };
  awaitExtension(window, async () => {
    const { connectBridge } = await import('./bridge/bridge.ts');
    connectBridge(window, app);
  });
  return app;
}

/** Browsers that block site data throw as soon as `localStorage` is named: not before it is used, then. */
export const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
  removeItem: (key) => localStorage.removeItem(key),
};

const sessionStorageLater: typeof storage = {
  getItem: (key) => sessionStorage.getItem(key),
  setItem: (key, value) => sessionStorage.setItem(key, value),
  removeItem: (key) => sessionStorage.removeItem(key),
};

/** A tab that was duplicated, or opened by a link, is another person’s start, as far as anybody can tell. */
function wasReloaded(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload';
}

export const clock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export const random: Randomness = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  fraction: () => Math.random(),
};

export const lifecycle: Lifecycle = {
  isOnline: () => navigator.onLine,
  subscribe(wake) {
    const subscription = new AbortController();
    const { signal } = subscription;
    window.addEventListener('online', wake, { signal });
    window.addEventListener('pageshow', wake, { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') wake();
      },
      { signal },
    );
    return () => subscription.abort();
  },
};

const addressBar = {
  href: () => location.href,
  push: (address: string) => history.pushState(null, '', address),
  replace: (address: string) => history.replaceState(null, '', address),
  onMove: (listener: () => void) => window.addEventListener('popstate', listener),
};

/** Loaded when a call first asks for it, beside the room's first answer. */
const startMesh: StartMesh = async (options) => {
  const { createMeshTransport } = await loadAgain(
    'createMeshTransport',
    () => import('./call/mesh/mesh-transport.ts'),
  );
  const secure = location.protocol === 'https:';
  return createMeshTransport({
    ...options,
    server: {
      host: location.hostname,
      port: Number(location.port) || (secure ? 443 : 80),
      secure,
      path: `/rooms/${options.meeting}/`,
    },
    clock,
    random,
    page: document,
  });
};

const watchScreen: WatchScreen = async (track, signal) => {
  try {
    const watcher = await loadAgain('watchScreen', () => import('./call/capture/screen-watch.ts'));
    if (!signal.aborted) watcher.watchScreen(track, clock, signal);
  } catch {
    // Without a network now: a screen is taken for text, which most are.
  }
};

let sfu: typeof import('./call/sfu/sfu-transport.ts') | undefined;

async function loadSfu() {
  sfu ??= await loadAgain('createSfuTransport', () => import('./call/sfu/sfu-transport.ts'));
  return sfu;
}

const startSfu: StartSfu = async (options) => {
  // Once it is here, connecting begins before the screen is drawn anew.
  const { createSfuTransport } = sfu ?? (await loadSfu());
  return createSfuTransport(options, clock);
};

/** Frames can be sealed between the encoder and the network, by either of two ways; and only on a secure page. */
const canEncrypt =
  globalThis.crypto?.subtle !== undefined &&
  ('RTCRtpScriptTransform' in globalThis ||
    'createEncodedStreams' in (globalThis.RTCRtpSender?.prototype ?? {}));

const startKeeper: CallPorts['transports']['startKeeper'] = async (ports) => {
  const { createKeeper } = await loadAgain('createKeeper', () => import('./call/keys/keeper.ts'));
  return createKeeper(ports);
};

function preloadSfu(): void {
  // Without a network now, it is loaded when it is needed.
  loadSfu().catch(() => {});
}

function savesData(): boolean {
  return navigator.connection?.saveData === true;
}

function onlineSignal() {
  const online = signal(navigator.onLine);
  const look = () => {
    online.value = navigator.onLine;
  };
  window.addEventListener('online', look);
  window.addEventListener('offline', look);
  return online;
}

declare global {
  interface Navigator {
    /** Chromium alone has it. */
    readonly connection?: { readonly saveData?: boolean };
  }
}

/** What is only good for the next visit waits until this one has what it came for; the front page is that at once. */
const calmMs = { front: 0, call: 3_000 } as const;

function keepShellOnceCalm(router: Router, callPhase: App['callPhase']): void {
  const { serviceWorker: workers, locks } = navigator;
  if (workers === undefined) return;
  const inCall = computed(() => callPhase.value !== 'idle' && callPhase.value !== 'ended');
  const calm = computed(
    () =>
      callPhase.value === 'live' ||
      callPhase.value === 'ended' ||
      router.route.value.screen === 'front',
  );
  let kept = false;
  effect(() => {
    if (!calm.value || kept) return;
    const isFront = router.route.value.screen === 'front';
    return clock.after(isFront ? calmMs.front : calmMs.call, async () => {
      kept = true;
      try {
        const { keepShell } = await import('./service-worker.ts');
        await keepShell({
          workers,
          locks,
          page: document,
          inCall,
          reload: () => location.reload(),
        });
      } catch {
        // No network, or site data is blocked: this visit goes on without, the next one tries again.
      }
    });
  });
}
