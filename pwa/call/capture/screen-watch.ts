import type { Clock } from '../ports.ts';
import { setContent } from './screen-content.ts';
import { changedShare, newContentWatch, stepContent } from './screen-motion.ts';

const width = 32;
const height = 18;
const everyMs = 1_000;

/** Looks at a shared screen once a second, as small as a stamp, to tell what it shows, until the signal aborts. */
export function watchScreen(track: MediaStreamTrack, clock: Clock, signal: AbortSignal): void {
  const paint = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (paint === null) return;
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  video.play().catch(() => {});
  let before: Uint8ClampedArray | null = null;
  let watch = newContentWatch;
  let cancel = clock.after(everyMs, look);

  function look(): void {
    cancel = clock.after(everyMs, look);
    if (paint === null || video.videoWidth === 0) return;
    paint.drawImage(video, 0, 0, width, height);
    const { data } = paint.getImageData(0, 0, width, height);
    if (before !== null) {
      watch = stepContent(watch, changedShare(before, data));
      setContent(track, watch.content);
    }
    before = data;
  }

  signal.addEventListener('abort', () => {
    cancel();
    video.srcObject = null;
  });
}
