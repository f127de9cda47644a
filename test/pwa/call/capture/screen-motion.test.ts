import { describe, expect, test } from 'vitest';
import type { ScreenContent } from '../../../../pwa/call/capture/screen-content.ts';
import {
  changedShare,
  newContentWatch,
  stepContent,
} from '../../../../pwa/call/capture/screen-motion.ts';

const still = 0.01;
const film = 0.4;
const many = (count: number, share: number) => Array<number>(count).fill(share);

describe('what a screen shows', () => {
  /** Given how much of it has changed each second. */
  const seen = (shares: readonly number[]) =>
    shares.reduce((watch, share) => stepContent(watch, share), newContentWatch).content;

  test.each<[string, ScreenContent, readonly number[]]>([
    ['nothing yet', 'text', []],
    ['a document', 'text', many(60, still)],
    ['pages that are turned', 'text', [film, still, still, film, still, film, film, still]],
    ['somebody who scrolls to a place', 'text', [...many(3, film), still]],
    ['a film', 'motion', many(4, film)],
    ['a film with a quiet scene', 'motion', [...many(4, film), ...many(4, still), film]],
    ['a film that is over', 'text', [...many(4, film), ...many(5, still)]],
    ['neither, which changes nothing', 'motion', [...many(4, film), ...many(60, 0.07)]],
    ['neither, from the start', 'text', many(60, 0.07)],
  ])('%s is %s', (_, content, shares) => {
    expect(seen(shares)).toBe(content);
  });
});

test('the share of a picture that has changed minds no noise', () => {
  const picture = (...greens: number[]) =>
    new Uint8ClampedArray(greens.flatMap((green) => [0, green, 0, 255]));
  expect(changedShare(picture(0, 50, 100, 200), picture(0, 58, 160, 90))).toBe(0.5);
});
