import type { SourceState } from './local-media.ts';
import { problemOf } from './local-media-open.ts';

export interface ScreenShare {
  start(): Promise<void>;
  stop(): void;
}

type ScreenStates = { readonly screen: SourceState; readonly 'screen-audio': SourceState };

const off: SourceState = { status: 'off' };
const nothing: ScreenStates = { screen: off, 'screen-audio': off };

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Tells, on the track itself, what a shared screen shows, until the signal aborts. */
export type WatchScreen = (track: MediaStreamTrack, signal: AbortSignal) => void;

/** Captures a screen, window or tab, and its sound where the browser gives it. */
export function createScreenShare(
  devices: Pick<MediaDevices, 'getDisplayMedia'> | undefined,
  tell: (states: ScreenStates) => void,
  watch: WatchScreen,
): ScreenShare {
  let watched = new AbortController();
  let session = 0;
  let shared: MediaStream | null = null;

  function stop(): void {
    session += 1;
    watched.abort();
    if (shared !== null) stopAll(shared);
    shared = null;
    tell(nothing);
  }

  function use(stream: MediaStream): void {
    const [screen] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (screen === undefined) return stopAll(stream);
    shared = stream;
    // The browser's own bar has a stop button, and a shared window can be closed.
    screen.addEventListener('ended', () => {
      if (shared === stream) stop();
    });
    watched = new AbortController();
    watch(screen, watched.signal);
    tell({
      screen: { status: 'on', track: screen },
      'screen-audio': sound === undefined ? off : { status: 'on', track: sound },
    });
  }

  function fail(error: unknown): void {
    const problem = problemOf(error);
    // Whoever closes the picker has changed their mind; that is no error.
    const screen: SourceState = problem === 'denied' ? off : { status: 'failed', problem };
    tell({ screen, 'screen-audio': off });
  }

  return {
    stop,
    async start() {
      if (shared !== null || devices?.getDisplayMedia === undefined) return;
      session += 1;
      const mine = session;
      tell({ screen: { status: 'opening' }, 'screen-audio': off });
      try {
        const stream = await devices.getDisplayMedia({
          video: { frameRate: { ideal: 30 } },
          audio: true,
        });
        if (mine === session) use(stream);
        else stopAll(stream);
      } catch (error) {
        if (mine === session) fail(error);
      }
    },
  };
}
