import type { Browser } from '@playwright/test';
import type { Box } from '../../../pwa/screens/call/stage/arrange.ts';

/** A part of a film's picture, and the colour of what should be seen there. */
export interface FilmPlace {
  /** In pixels of the film. */
  readonly box: Box;
  /** Degrees on the colour wheel. */
  readonly hue: number;
}

export interface PlaceLook {
  /** How much of the place has its colour, 0 to 1. */
  readonly share: number;
  /** How much of the place looks otherwise than at the moment before, 0 to 1; 0 at the first moment. */
  readonly changed: number;
}

export interface FilmLook {
  readonly atSeconds: number;
  /** In the order of the places that were asked for. */
  readonly places: readonly PlaceLook[];
}

interface PlacesQuestion {
  readonly moments: readonly number[];
  readonly places: readonly FilmPlace[];
  /** How far from its hue a colour still counts, in degrees. */
  readonly hueTolerance: number;
}

/** Decodes a film in a real browser and looks at the same places at several moments, given in seconds. */
export async function lookAtPlaces(
  browser: Browser,
  film: Buffer<ArrayBuffer>,
  question: PlacesQuestion,
): Promise<readonly FilmLook[]> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(lookInPage, { base64: film.toString('base64'), ...question });
  } finally {
    await page.close();
  }
}

async function lookInPage(
  task: PlacesQuestion & { readonly base64: string },
): Promise<readonly FilmLook[]> {
  /** Of 255: what compression alone changes between two pictures is less. */
  const leastChange = 40;
  /** Of 255 between the strongest and the weakest of red, green and blue: less is grey. */
  const leastColour = 60;

  const bytes = await (await fetch(`data:video/mp4;base64,${task.base64}`)).arrayBuffer();
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/mp4' }));
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(video.error?.message ?? 'It does not play'));
  });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('There is no canvas');

  async function seek(atSeconds: number): Promise<void> {
    const seeked = new Promise((resolve) => {
      video.onseeked = resolve;
    });
    video.currentTime = atSeconds;
    await seeked;
  }

  function hasHue(red: number, green: number, blue: number, wanted: number): boolean {
    if (Math.max(red, green, blue) - Math.min(red, green, blue) < leastColour) return false;
    const angle = Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue);
    const apart = Math.abs((angle * 180) / Math.PI + 360 - wanted) % 360;
    return Math.min(apart, 360 - apart) <= task.hueTolerance;
  }

  function compare(now: Uint8ClampedArray, before: Uint8ClampedArray | undefined, hue: number) {
    let coloured = 0;
    let changed = 0;
    for (let at = 0; at < now.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = now.subarray(at, at + 3);
      if (hasHue(red, green, blue, hue)) coloured += 1;
      if (before === undefined) continue;
      const [oldRed = 0, oldGreen = 0, oldBlue = 0] = before.subarray(at, at + 3);
      const change = Math.max(
        Math.abs(red - oldRed),
        Math.abs(green - oldGreen),
        Math.abs(blue - oldBlue),
      );
      if (change >= leastChange) changed += 1;
    }
    const pixels = now.length / 4;
    return { share: coloured / pixels, changed: changed / pixels };
  }

  const looks: FilmLook[] = [];
  let before: Uint8ClampedArray[] = [];
  for (const atSeconds of task.moments) {
    await seek(atSeconds);
    pen.drawImage(video, 0, 0);
    const now = task.places.map(
      ({ box }) => pen.getImageData(box.x, box.y, box.width, box.height).data,
    );
    const places = task.places.map(({ hue }, index) =>
      compare(now[index] ?? new Uint8ClampedArray(), before[index], hue),
    );
    looks.push({ atSeconds, places });
    before = now;
  }
  return looks;
}
