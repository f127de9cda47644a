import type { SourceState } from './local-media.ts';
import { problemOf } from './open-devices.ts';

/** What goes out as the screen: what somebody picked, or a tab that the extension captured. */
export type Sharing = 'nothing' | 'screen' | 'tab';

export interface ScreenShare {
  start(): Promise<void>;
  /** In place of whatever is shared now, which stays when this fails. Resolves to whether it came. */
  startTab(capture: string): Promise<boolean>;
  stop(): void;
}

type ScreenStates = { readonly screen: SourceState; readonly 'screen-audio': SourceState };

const off: SourceState = { status: 'off' };
const nothing: ScreenStates = { screen: off, 'screen-audio': off };

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Chromium's own names, from before the standard had any: only so is a tab captured by an extension's id. */
function tabConstraints(capture: string): MediaStreamConstraints {
  const mandatory = { chromeMediaSource: 'tab', chromeMediaSourceId: capture };
  return { audio: { mandatory }, video: { mandatory } } as MediaStreamConstraints;
}

/** Tells, on the track itself, what a shared screen shows, until the signal aborts. */
export type WatchScreen = (track: MediaStreamTrack, signal: AbortSignal) => void;

/** Captures a screen, window or tab, and its sound where the browser gives it. */
export function createScreenShare(
  devices: Pick<MediaDevices, 'getDisplayMedia' | 'getUserMedia'> | undefined,
  tell: (states: ScreenStates, sharing: Sharing) => void,
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
    tell(nothing, 'nothing');
  }

  function use(stream: MediaStream, sharing: Sharing): boolean {
    const [screen] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (screen === undefined) {
      stopAll(stream);
      return false;
    }
    const before = shared;
    shared = stream;
    // The browser's own bar has a stop button, and a shared window or tab can be closed.
    screen.addEventListener('ended', () => {
      if (shared === stream) stop();
    });
    watched.abort();
    watched = new AbortController();
    watch(screen, watched.signal);
    tell(
      {
        screen: { status: 'on', track: screen },
        'screen-audio': sound === undefined ? off : { status: 'on', track: sound },
      },
      sharing,
    );
    if (before !== null) stopAll(before);
    return true;
  }

  function fail(error: unknown): void {
    const problem = problemOf(error);
    // Whoever closes the picker has changed their mind; that is no error.
    const screen: SourceState = problem === 'denied' ? off : { status: 'failed', problem };
    tell({ screen, 'screen-audio': off }, 'nothing');
  }

  return {
    stop,
    async start() {
      if (shared !== null || devices?.getDisplayMedia === undefined) return;
      session += 1;
      const mine = session;
      tell({ screen: { status: 'opening' }, 'screen-audio': off }, 'nothing');
      try {
        const stream = await devices.getDisplayMedia({
          video: { frameRate: { ideal: 30 } },
          audio: true,
        });
        if (mine === session) use(stream, 'screen');
        else stopAll(stream);
      } catch (error) {
        if (mine === session) fail(error);
      }
    },
    async startTab(capture) {
      session += 1;
      const mine = session;
      try {
        const stream = await devices?.getUserMedia(tabConstraints(capture));
        if (stream === undefined) return false;
        if (mine === session) return use(stream, 'tab');
        stopAll(stream);
      } catch {
        // Whoever asked says it in their own words; what was shared before goes on.
      }
      return false;
    },
  };
}
