/** The longest time without a frame, and without a sound, of one person. */
export interface Darkness {
  readonly seat: string;
  readonly pictureMs: number;
  readonly soundMs: number;
}

declare global {
  interface Window {
    darkness: {
      /** Measures anew from now on. */
      begin(): void;
      /** So far; what still lasts counts. */
      read(): readonly Darkness[];
    };
  }
}

/** Runs in the page before its own code: notes when others were last seen and heard. */
export function noteDarkness(): void {
  const pollMs = 25;
  /** A tone of ours is played at -20 dB. */
  const audible = 0.003;
  interface Sign {
    at: number;
    longestMs: number;
  }
  const pictures = new Map<string, Sign>();
  const sounds = new Map<string, Sign>();
  const analysers = new WeakMap<MediaStreamTrack, AnalyserNode>();
  let context: AudioContext | undefined;

  function note(signs: Map<string, Sign>, seat: string): void {
    const at = performance.now();
    const sign = signs.get(seat);
    if (sign === undefined) signs.set(seat, { at, longestMs: 0 });
    else {
      sign.longestMs = Math.max(sign.longestMs, at - sign.at);
      sign.at = at;
    }
  }

  function watch(video: HTMLVideoElement): void {
    const noteFrame = () => {
      const seat = video.closest<HTMLElement>('article[data-path]')?.dataset.seat;
      if (seat !== undefined) note(pictures, seat);
      if (video.isConnected) video.requestVideoFrameCallback(noteFrame);
    };
    video.requestVideoFrameCallback(noteFrame);
  }
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node instanceof HTMLVideoElement) watch(node);
      else if (node instanceof Element) node.querySelectorAll('video').forEach(watch);
    }
  }).observe(document, { childList: true, subtree: true });

  const samples = new Float32Array(1_024);
  function isHeard(player: HTMLAudioElement): boolean {
    const [track] =
      player.srcObject instanceof MediaStream ? player.srcObject.getAudioTracks() : [];
    if (track === undefined || player.paused) return false;
    context ??= new AudioContext();
    const known = analysers.get(track);
    const analyser = known ?? new AnalyserNode(context, { fftSize: samples.length });
    if (known === undefined) {
      analysers.set(track, analyser);
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    }
    analyser.getFloatTimeDomainData(samples);
    return samples.some((sample) => Math.abs(sample) > audible);
  }

  function listen(): void {
    const players = document.querySelectorAll<HTMLAudioElement>('audio[data-source="microphone"]');
    for (const player of players) {
      const { seat } = player.dataset;
      if (seat !== undefined && isHeard(player)) note(sounds, seat);
    }
  }
  setInterval(listen, pollMs);

  const longest = (sign: Sign | undefined) =>
    sign === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(sign.longestMs, performance.now() - sign.at);
  window.darkness = {
    begin() {
      for (const sign of [...pictures.values(), ...sounds.values()]) sign.longestMs = 0;
    },
    read: () =>
      [...new Set([...pictures.keys(), ...sounds.keys()])].map((seat) => ({
        seat,
        pictureMs: longest(pictures.get(seat)),
        soundMs: longest(sounds.get(seat)),
      })),
  };
}
