import type { Browser } from '@playwright/test';

/** What is in a film at one moment, and what is heard in all of it. */
export interface Film {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  /** How much of the picture has each of the colours asked for, 0 to 1. */
  readonly shares: readonly number[];
  /** How loud each of the tones asked for is, on average, 0 to 1. */
  readonly loudness: readonly number[];
}

export interface FilmQuestion {
  readonly atSeconds: number;
  /** Degrees on the colour wheel, and how far from them still counts. */
  readonly hues: readonly number[];
  readonly hueTolerance: number;
  readonly tonesHz: readonly number[];
}

/** Decodes a film in a real browser, seeks in it, looks and listens. */
export async function examine(
  browser: Browser,
  film: Buffer<ArrayBuffer>,
  question: FilmQuestion,
): Promise<Film> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(examineInPage, { base64: film.toString('base64'), ...question });
  } finally {
    await page.close();
  }
}

async function examineInPage(task: FilmQuestion & { readonly base64: string }): Promise<Film> {
  const bytes = await (await fetch(`data:video/mp4;base64,${task.base64}`)).arrayBuffer();
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/mp4' }));
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(video.error?.message ?? 'It does not play'));
  });
  const seeked = new Promise((resolve) => {
    video.onseeked = resolve;
  });
  video.currentTime = task.atSeconds;
  await seeked;

  const pen = new OffscreenCanvas(128, 72).getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('There is no canvas');
  pen.drawImage(video, 0, 0, 128, 72);
  const { data } = pen.getImageData(0, 0, 128, 72);
  const counts = task.hues.map(() => 0);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (Math.max(red, green, blue) - Math.min(red, green, blue) < 60) continue;
    const angle = Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue);
    const hue = ((angle * 180) / Math.PI + 360) % 360;
    task.hues.forEach((wanted, index) => {
      const apart = Math.abs(hue - wanted) % 360;
      const isNear = Math.min(apart, 360 - apart) <= task.hueTolerance;
      if (isNear) counts[index] = (counts[index] ?? 0) + 1;
    });
  }

  const rate = 48_000;
  const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
  const samples = sound.getChannelData(0);
  const window = rate / 10;
  const loudness = task.tonesHz.map((toneHz) => {
    let sum = 0;
    let windows = 0;
    for (let from = 0; from + window <= samples.length; from += window) {
      // How much of just this tone there is (a Goertzel filter).
      let real = 0;
      let imaginary = 0;
      for (let index = 0; index < window; index += 1) {
        const turn = (2 * Math.PI * toneHz * index) / rate;
        real += (samples[from + index] ?? 0) * Math.cos(turn);
        imaginary += (samples[from + index] ?? 0) * Math.sin(turn);
      }
      sum += (2 * Math.hypot(real, imaginary)) / window;
      windows += 1;
    }
    return windows === 0 ? 0 : sum / windows;
  });
  return {
    seconds: video.duration,
    width: video.videoWidth,
    height: video.videoHeight,
    shares: counts.map((count) => count / (data.length / 4)),
    loudness,
  };
}
