import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Source } from '../../../edge/protocol/people.ts';
import type { Saving } from './data-saving.ts';
import { listDevices, noDevices, pickDevice } from './devices.ts';
import { readPreferred, writePreferred } from './devices-preferred.ts';
import { followSaving } from './follow-data-saving.ts';
import { type Capture, type Opened, openCaptures } from './open-devices.ts';
import { createScreenShare, type Sharing, type WatchScreen } from './screen-share.ts';

/** Why a device did not open, in terms that a person can act on. */
export type DeviceProblem = 'denied' | 'missing' | 'busy' | 'unsupported' | 'failed';

export type SourceState =
  | { readonly status: 'off' }
  | { readonly status: 'opening' }
  | { readonly status: 'on'; readonly track: MediaStreamTrack }
  | { readonly status: 'failed'; readonly problem: DeviceProblem };

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface Device {
  readonly id: string;
  readonly label: string;
}

/** What this browser captures: its devices, and the state of each source. */
export interface LocalMedia {
  readonly sources: ReadonlySignal<Readonly<Record<Source, SourceState>>>;
  /** What the `screen` is of. A captured tab is silent here unless its sound is played. */
  readonly sharing: ReadonlySignal<Sharing>;
  readonly devices: ReadonlySignal<Readonly<Record<DeviceKind, readonly Device[]>>>;
  /** The chosen device per kind; null is the browser's default. */
  readonly chosen: ReadonlySignal<Readonly<Record<DeviceKind, string | null>>>;
  /** False where the browser has no `getDisplayMedia` (phones): then there is no share button. */
  readonly canShareScreen: boolean;
  /** Opens microphone and camera with one prompt; whichever fails leaves the other working. */
  open(wanted: readonly ('microphone' | 'camera')[]): Promise<void>;
  turnOn(source: 'microphone' | 'camera'): Promise<void>;
  /** The microphone stays captured but silent, so that un-muting is instant; the camera's light goes out. */
  turnOff(source: 'microphone' | 'camera'): void;
  choose(kind: DeviceKind, deviceId: string | null): Promise<void>;
  shareScreen(): Promise<void>;
  /** A tab that the extension captured for this page; resolves to whether it came. */
  shareTab(capture: string): Promise<boolean>;
  stopScreen(): void;
  close(): void;
}

export interface LocalMediaOptions {
  /** Absent outside secure contexts; then every source is `unsupported`. */
  readonly mediaDevices: MediaDevices | undefined;
  /** Tells who was refused for good from who may be asked again; not every browser knows. */
  readonly permissions?: Permissions;
  /** Remembers the chosen devices. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** What the camera may take of the line. */
  readonly saving: ReadonlySignal<Saving>;
  readonly watchScreen: WatchScreen;
}

const captures: readonly Capture[] = ['microphone', 'camera'];
const off: SourceState = { status: 'off' };
const allOff: Readonly<Record<Source, SourceState>> = {
  microphone: off,
  camera: off,
  screen: off,
  'screen-audio': off,
};

export function createLocalMedia(options: LocalMediaOptions): LocalMedia {
  const { mediaDevices, permissions, storage } = options;
  const lifetime = new AbortController();
  const sources = signal(allOff);
  const sharing = signal<Sharing>('nothing');
  const devices = signal(noDevices);
  const preferred = signal(readPreferred(storage));
  const chosen = computed(() => ({
    microphone: pickDevice(preferred.value.microphone, devices.value.microphone),
    camera: pickDevice(preferred.value.camera, devices.value.camera),
    speaker: pickDevice(preferred.value.speaker, devices.value.speaker),
  }));
  /** Raised by everything that overtakes an opening under way. */
  const turns: Record<Capture, number> = { microphone: 0, camera: 0 };
  /** A muted microphone that is still captured. */
  let muted: MediaStreamTrack | null = null;
  const screen = createScreenShare(mediaDevices, tellScreen, options.watchScreen);
  const stopFollowing = followSaving({ sources, turnOff }, options.saving);

  function tell(states: Partial<Record<Source, SourceState>>): void {
    if (!lifetime.signal.aborted) sources.value = { ...sources.value, ...states };
  }

  function tellScreen(states: Parameters<typeof tell>[0], kind: Sharing): void {
    batch(() => {
      tell(states);
      sharing.value = kind;
    });
  }

  function trackOf(source: Capture): MediaStreamTrack | null {
    const state = sources.value[source];
    return state.status === 'on' ? state.track : null;
  }

  async function permission(capture: Capture): Promise<PermissionState | 'unknown'> {
    try {
      return (await permissions?.query({ name: capture }))?.state ?? 'unknown';
    } catch {
      return 'unknown';
    }
  }

  async function refresh(): Promise<void> {
    const infos = await mediaDevices?.enumerateDevices().catch(() => []);
    if (!lifetime.signal.aborted) devices.value = listDevices(infos ?? []);
  }

  function release(source: Capture): void {
    trackOf(source)?.stop();
    if (source !== 'microphone') return;
    muted?.stop();
    muted = null;
  }

  function use(source: Capture, track: MediaStreamTrack): void {
    const before = trackOf(source);
    tell({ [source]: { status: 'on', track } });
    before?.stop();
    const ended = () => void replace(source, track);
    track.addEventListener('ended', ended, { signal: lifetime.signal });
  }

  /** Its device was unplugged, or the system took it: another one may do. */
  async function replace(source: Capture, track: MediaStreamTrack): Promise<void> {
    if (muted === track) muted = null;
    if (trackOf(source) === track) await openNow([source]);
  }

  async function openNow(wanted: readonly Capture[]): Promise<void> {
    const mine = wanted.map((source) => {
      turns[source] += 1;
      return [source, turns[source]] as const;
    });
    const opened = await openCaptures(mediaDevices, wanted, chosen.value, permission);
    for (const [source, turn] of mine) settle(source, turn, opened[source]);
    await refresh();
  }

  function settle(source: Capture, turn: number, result: Opened | undefined): void {
    const isStale = turns[source] !== turn || lifetime.signal.aborted;
    if (result?.kind === 'track') {
      if (isStale) result.track.stop();
      else use(source, result.track);
    } else if (!isStale) {
      release(source);
      tell({ [source]: { status: 'failed', problem: result?.problem ?? 'missing' } });
    }
  }

  async function open(wanted: readonly Capture[]): Promise<void> {
    const silent = wanted.filter((source) => trackOf(source) === null && !unmute(source));
    if (silent.length === 0) return;
    tell(Object.fromEntries(silent.map((source) => [source, { status: 'opening' }])));
    await openNow(silent);
  }

  function unmute(source: Capture): boolean {
    if (source !== 'microphone' || muted === null) return false;
    const track = muted;
    muted = null;
    track.enabled = true;
    tell({ microphone: { status: 'on', track } });
    return true;
  }

  function turnOff(source: Capture): void {
    turns[source] += 1;
    const track = trackOf(source);
    if (source === 'microphone' && track !== null) {
      track.enabled = false;
      muted = track;
    } else {
      track?.stop();
    }
    tell({ [source]: off });
  }

  async function choose(kind: DeviceKind, deviceId: string | null): Promise<void> {
    const before = chosen.value;
    preferred.value = { ...preferred.value, [kind]: deviceId };
    writePreferred(storage, preferred.value);
    await follow(before);
  }

  /** Captures from what is chosen now, where that is another device than before. */
  async function follow(before: Readonly<Record<Capture, string | null>>): Promise<void> {
    const changed = captures.filter((source) => chosen.value[source] !== before[source]);
    if (changed.includes('microphone')) {
      muted?.stop();
      muted = null;
    }
    const live = changed.filter((source) => trackOf(source) !== null);
    // Many phones open only one camera at a time.
    if (live.includes('camera')) trackOf('camera')?.stop();
    if (live.length > 0) await openNow(live);
  }

  async function devicesChanged(): Promise<void> {
    const before = chosen.value;
    await refresh();
    if (!lifetime.signal.aborted) await follow(before);
  }

  mediaDevices?.addEventListener('devicechange', () => void devicesChanged(), {
    signal: lifetime.signal,
  });
  void refresh();

  return {
    sources,
    sharing,
    devices,
    chosen,
    canShareScreen: typeof mediaDevices?.getDisplayMedia === 'function',
    open,
    turnOn: (source) => open([source]),
    turnOff,
    choose,
    shareScreen: screen.start,
    shareTab: screen.startTab,
    stopScreen: screen.stop,
    close() {
      for (const source of captures) {
        turns[source] += 1;
        release(source);
      }
      screen.stop();
      stopFollowing();
      sources.value = allOff;
      lifetime.abort();
    },
  };
}
