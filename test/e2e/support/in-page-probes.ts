/** A picture as it is on screen. */
export interface Sight {
  /** Frames that were shown while looking. */
  readonly frames: number;
  /** The colour of most of it, in degrees; null when it has none. */
  readonly hue: number | null;
  /** How much of it changed between the first and the last of these frames, 0 to 1. */
  readonly changed: number;
}

export interface Probes {
  /** The tile with this label; null when there is none, or no picture in it. */
  look(label: string): Promise<Sight | null>;
  /** The level of what somebody plays, at a tone (or the loudest one), in decibels below full scale. */
  listen(name: string, source: string, toneHz: number | null): Promise<number>;
}

declare global {
  interface Window {
    probes: Probes;
  }
}

/** Runs in the page before its own code; asks only what anybody in front of it could see and hear. */
export function installProbes(): void {
  const lookForMs = 1_500;
  const wantedFrames = 4;
  const listenForMs = 500;
  const silence = -200;
  const canvas = new OffscreenCanvas(48, 27);
  const paint = canvas.getContext('2d', { willReadFrequently: true });

  async function look(label: string): Promise<Sight | null> {
    const video = tile(label)?.querySelector('video');
    if (!(video instanceof HTMLVideoElement)) return null;
    if ((await framesOf(video, 1)) === 0) return { frames: 0, hue: null, changed: 0 };
    const before = pixelsOf(video);
    const frames = await framesOf(video, wantedFrames);
    const after = pixelsOf(video);
    return { frames, hue: hueOf(after), changed: differenceOf(before, after) };
  }

  function tile(label: string): HTMLElement | undefined {
    const tiles = document.querySelectorAll<HTMLElement>('article[data-seat]');
    return [...tiles].find((element) => element.ariaLabel === label);
  }

  function framesOf(video: HTMLVideoElement, wanted: number): Promise<number> {
    return new Promise((resolve) => {
      let frames = 0;
      let request = 0;
      const finish = () => {
        clearTimeout(timer);
        video.cancelVideoFrameCallback(request);
        resolve(frames);
      };
      const count = () => {
        frames += 1;
        if (frames >= wanted) finish();
        else request = video.requestVideoFrameCallback(count);
      };
      const timer = setTimeout(finish, lookForMs);
      request = video.requestVideoFrameCallback(count);
    });
  }

  function pixelsOf(video: HTMLVideoElement): Uint8ClampedArray {
    if (paint === null) throw new Error('this browser has no canvas');
    paint.drawImage(video, 0, 0, canvas.width, canvas.height);
    return paint.getImageData(0, 0, canvas.width, canvas.height).data;
  }

  function* pixels(data: Uint8ClampedArray): Generator<[number, number, number]> {
    for (let at = 0; at < data.length; at += 4) {
      yield [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    }
  }

  /** The mean direction on the colour wheel of all pixels that have a colour. */
  function hueOf(data: Uint8ClampedArray): number | null {
    let x = 0;
    let y = 0;
    let coloured = 0;
    for (const [red, green, blue] of pixels(data)) {
      if (Math.max(red, green, blue) - Math.min(red, green, blue) < 60) continue;
      const angle = Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue);
      x += Math.cos(angle);
      y += Math.sin(angle);
      coloured += 1;
    }
    if (coloured < data.length / 4 / 3) return null;
    return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
  }

  function differenceOf(before: Uint8ClampedArray, after: Uint8ClampedArray): number {
    const old = [...pixels(before)];
    const different = [...pixels(after)].filter((now, index) =>
      now.some((value, channel) => Math.abs(value - (old[index]?.[channel] ?? 0)) > 40),
    );
    return different.length / old.length;
  }

  async function listen(name: string, source: string, toneHz: number | null): Promise<number> {
    const seat = tile(name)?.dataset.seat;
    const player = document.querySelector(`audio[data-seat="${seat}"][data-source="${source}"]`);
    if (!(player instanceof HTMLAudioElement) || !isPlaying(player)) return silence;
    const [track] =
      player.srcObject instanceof MediaStream ? player.srcObject.getAudioTracks() : [];
    if (track === undefined) return silence;
    // For this once: a context that is kept wakes the processor a hundred times a second.
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 4_096, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    await context.resume();
    const level = await loudestOf(analyser, toneHz);
    await context.close();
    return level;
  }

  async function loudestOf(analyser: AnalyserNode, toneHz: number | null): Promise<number> {
    const levels = new Float32Array(analyser.frequencyBinCount);
    const binHz = analyser.context.sampleRate / analyser.fftSize;
    const until = performance.now() + listenForMs;
    // A steady tone is heard at any moment; one that comes and goes counts when it is there.
    let loudest = silence;
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      analyser.getFloatFrequencyData(levels);
      const heard = toneHz === null ? levels : around(levels, Math.round(toneHz / binHz));
      loudest = Math.max(loudest, ...heard);
    }
    return loudest;
  }

  function around(levels: Float32Array, bin: number): Float32Array {
    return levels.subarray(bin - 1, bin + 2);
  }

  function isPlaying(player: HTMLAudioElement): boolean {
    return !player.paused && !player.muted && player.volume > 0 && player.readyState >= 2;
  }

  window.probes = { look, listen };
}
