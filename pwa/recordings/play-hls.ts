/** Browsers that know it by themselves are quicker than any script. */
const hlsType = 'application/vnd.apple.mpegurl';

/** `unreachable`: there is nothing there now, and may be in a moment. */
export type HlsFailure = 'unreachable' | 'unplayable';

/** Plays a playlist in an element, by the browser itself or by a library that is fetched for it; the answer ends it. */
export function playHls(
  video: HTMLVideoElement,
  playlist: string,
  onFailure: (failure: HlsFailure) => void,
): () => void {
  const playing = new AbortController();
  const { signal } = playing;
  const byLibrary = () => void playByLibrary(video, playlist, signal, onFailure);
  if (video.canPlayType(hlsType) === '') {
    byLibrary();
  } else {
    playNatively(video, playlist, signal);
    // Some browsers say "maybe" and mean "not this one".
    video.addEventListener('error', byLibrary, { signal, once: true });
  }
  return () => playing.abort();
}

function playNatively(video: HTMLVideoElement, playlist: string, signal: AbortSignal): void {
  video.src = playlist;
  signal.addEventListener('abort', () => video.removeAttribute('src'));
}

async function playByLibrary(
  video: HTMLVideoElement,
  playlist: string,
  signal: AbortSignal,
  onFailure: (failure: HlsFailure) => void,
): Promise<void> {
  try {
    const { default: Hls } = await import('hls.js/light');
    if (signal.aborted) return;
    if (!Hls.isSupported()) return onFailure('unplayable');
    // Its worker would come from a `blob:` address, which the Content-Security-Policy refuses.
    const hls = new Hls({ enableWorker: false, liveSyncDurationCount: 2 });
    signal.addEventListener('abort', () => hls.destroy());
    hls.on(Hls.Events.ERROR, (_, { fatal, type, response }) => {
      // An address that is too old is forbidden; the library would go on asking for half a minute.
      if (!fatal && response?.code !== 403) return;
      hls.stopLoad();
      onFailure(type === Hls.ErrorTypes.NETWORK_ERROR ? 'unreachable' : 'unplayable');
    });
    hls.loadSource(playlist);
    hls.attachMedia(video);
  } catch {
    // The library could not be fetched.
    if (!signal.aborted) onFailure('unreachable');
  }
}
