import type { FilmMaker, FilmMessage, FilmSettings } from '../../../../edge/protocol/film.ts';
import { type FilmSound, type SoundPiece, sampleRate } from './sound.ts';
import { createSoundClock } from './sound-clock.ts';
import { type FilmWriter, openFilmWriter, type StereoPlanes } from './writer.ts';

/** More pictures than these wait for an encoder that is too slow: those that come then are left out. */
const mostWaiting = 4;

export interface FilmMakerOptions {
  /** The picture: its only child is drawn into it. */
  readonly canvas: HTMLCanvasElement;
  readonly sound: FilmSound;
  send(message: FilmMessage): void;
}

/** Draws, encodes and hands on what the page shows and plays, from `start` to `stop`. */
export function createFilmMaker({ canvas, sound, send }: FilmMakerOptions): FilmMaker {
  let running: { stop(): Promise<void> } | null = null;
  let isBroken = false;

  function breakOff(why: string): void {
    if (isBroken) return;
    isBroken = true;
    send({ kind: 'broken', why });
  }

  return {
    async start(settings) {
      setSize(canvas, settings);
      const pen = canvas.getContext('2d', { alpha: false });
      const [root] = canvas.children;
      if (pen === null || root === undefined || pen.drawElementImage === undefined) {
        throw new Error('this browser cannot draw its page into a film; a newer one can');
      }
      // What is drawn is the last paint: before one, a canvas of a new size shows a part of the page enlarged.
      await nextPaint();
      const draw = () => pen.drawElementImage?.(root, 0, 0);
      const writer = await openFilmWriter(canvas, settings, {
        head: (bytes) => send({ kind: 'head', data: bytes.toBase64() }),
        fragment: (bytes) => send({ kind: 'fragment', data: bytes.toBase64() }),
      });
      const startMs = performance.now();
      const pictures = addPictures(writer, draw, { settings, startMs, breakOff });
      const heard = addSound(writer, sound, { startMs, breakOff });
      running = {
        async stop() {
          pictures.stop();
          await heard.stop();
          await writer.finish();
        },
      };
    },
    async stop() {
      const { stop } = running ?? { stop: async () => {} };
      running = null;
      await stop();
    },
  };
}

/** A canvas that is given the size that it has is emptied. */
function setSize(canvas: HTMLCanvasElement, { width, height }: FilmSettings): void {
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
}

/** The first callback comes before the paint that it asks for, the second one after it. */
function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

interface Filming {
  readonly startMs: number;
  breakOff(why: string): void;
}

function addPictures(
  writer: FilmWriter,
  draw: () => void,
  { settings, startMs, breakOff }: Filming & { readonly settings: FilmSettings },
) {
  const everyMs = 1_000 / settings.framerate;
  let count = 0;
  let waiting = 0;
  let timer = setTimeout(takePicture, 0);

  function takePicture(): void {
    const elapsedMs = performance.now() - startMs;
    // A page that was busy for a while does not make up for the pictures that it missed.
    count = Math.max(count + 1, Math.ceil(elapsedMs / everyMs));
    timer = setTimeout(takePicture, startMs + count * everyMs - performance.now());
    if (waiting >= mostWaiting) return;
    waiting += 1;
    draw();
    writer
      .addPicture(elapsedMs / 1_000)
      .catch(() => breakOff('the browser could not go on encoding pictures'))
      .finally(() => {
        waiting -= 1;
      });
  }

  return { stop: () => clearTimeout(timer) };
}

function addSound(writer: FilmWriter, sound: FilmSound, { startMs, breakOff }: Filming) {
  const clock = createSoundClock(sampleRate);
  let written = 0;
  let adding: Promise<void> = Promise.resolve();
  let isOver = false;

  function hear({ startMs: pieceMs, left, right }: SoundPiece): void {
    if (isOver) return;
    const atSeconds = (pieceMs - startMs) / 1_000 - writer.soundDelaySeconds;
    const { silence, skipped } = clock.place(atSeconds, left.length);
    const samples = silence + left.length - skipped;
    if (samples === 0) return;
    const planes: StereoPlanes = [
      withSilence(left.subarray(skipped), silence),
      withSilence(right.subarray(skipped), silence),
    ];
    const at = written / sampleRate;
    written += samples;
    adding = adding
      .then(() => writer.addSound(at, planes))
      .catch(() => breakOff('the browser could not go on encoding sound'));
  }

  sound.listen(hear);
  return {
    async stop() {
      isOver = true;
      await adding;
    },
  };
}

function withSilence(plane: Float32Array, silence: number): Float32Array {
  if (silence === 0) return plane;
  const all = new Float32Array(silence + plane.length);
  all.set(plane, silence);
  return all;
}
