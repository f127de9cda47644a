import { expect, test } from 'vitest';
import { momentOf, placeAt, runningAt } from '../../../pwa/recordings/timeline.ts';

const parts = [{ durationMs: 10_000 }, { durationMs: 5_000 }, { durationMs: 1_000 }];

test.each([
  [0, { part: 0, offsetMs: 0 }],
  [9_999, { part: 0, offsetMs: 9_999 }],
  [10_000, { part: 1, offsetMs: 0 }],
  [15_500, { part: 2, offsetMs: 500 }],
  [99_000, { part: 2, offsetMs: 1_000 }],
  [-5, { part: 0, offsetMs: 0 }],
])('%d ms into three parts is in one of them', (moment, place) => {
  expect(placeAt(parts, moment)).toEqual(place);
});

test('a place is the moment that it was found by', () => {
  for (const moment of [0, 4_000, 10_000, 12_345, 15_999]) {
    expect(momentOf(parts, placeAt(parts, moment))).toBe(moment);
  }
});

test('a chapter runs until the next one begins', () => {
  const chapters = [{ atMs: 500 }, { atMs: 2_000 }, { atMs: 2_000 }, { atMs: 8_000 }];
  const running = [0, 500, 1_999, 2_000, 60_000].map((moment) => runningAt(chapters, moment));
  expect(running).toEqual([-1, 0, 0, 2, 3]);
});
