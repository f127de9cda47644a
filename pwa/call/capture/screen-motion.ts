import type { ScreenContent } from './screen-content.ts';

/** Brightness that a dithered or compressed picture changes by itself. */
const noise = 12;

/** Of two small pictures (RGBA), the share of pixels that differ. */
export function changedShare(before: Uint8ClampedArray, now: Uint8ClampedArray): number {
  let different = 0;
  for (let at = 0; at < now.length; at += 4) {
    // Green is most of what the eye calls brightness.
    if (Math.abs((now[at + 1] ?? 0) - (before[at + 1] ?? 0)) > noise) different += 1;
  }
  return (different * 4) / now.length;
}

/** A film in a window of a quarter of the screen is one; a blinking cursor, or typing, is not. */
const movingShare = 0.1;
const stillShare = 0.05;
/** One look is a second: whoever turns a page, or scrolls to a place, still reads. */
const looksToMotion = 4;
const looksToText = 5;

export interface ContentWatch {
  readonly content: ScreenContent;
  /** How many looks in a row have said otherwise. */
  readonly otherwise: number;
}

export const newContentWatch: ContentWatch = { content: 'text', otherwise: 0 };

export function stepContent({ content, otherwise }: ContentWatch, share: number): ContentWatch {
  const isText = content === 'text';
  const saysOtherwise = isText ? share >= movingShare : share <= stillShare;
  if (!saysOtherwise) return { content, otherwise: 0 };
  if (otherwise + 1 < (isText ? looksToMotion : looksToText)) {
    return { content, otherwise: otherwise + 1 };
  }
  return { content: isText ? 'motion' : 'text', otherwise: 0 };
}
