import { describe, expect, it } from 'vitest';
import { crossingOf, doubledSound, type Frame, pictureGaps, soundGaps } from './gaps.ts';

const askedAt = 5_500;

/** A frame every 100 ms from 0 to 10 s, the track changing at 6 s; those within the pauses are missing. */
function frames(pauses: readonly (readonly [from: number, to: number])[] = [], end = 10_000) {
  return Array.from({ length: end / 100 }, (_, index) => index * 100)
    .filter((at) => !pauses.some(([from, to]) => at > from && at < to))
    .map((at): Frame => ({ at, track: at < 6_000 ? 'old' : 'new' }));
}

describe('of a picture', () => {
  it.each([
    ['none', [], { moveMs: 100, quietMs: 100 }],
    ['one at the switch', [[5_900, 6_400]], { moveMs: 500, quietMs: 100 }],
    ['one soon after the switch', [[8_000, 8_300]], { moveMs: 300, quietMs: 100 }],
    ['one that begins within three seconds', [[8_900, 9_500]], { moveMs: 600, quietMs: 100 }],
    ['one in the quiet time', [[2_000, 2_700]], { moveMs: 100, quietMs: 700 }],
    ['one long before', [[500, 1_300]], { moveMs: 100, quietMs: 100 }],
  ] as const)('it finds %s', (_which, pauses, gaps) => {
    expect(pictureGaps(frames(pauses), askedAt)).toEqual(gaps);
  });

  it('it does not judge what never crossed', () => {
    expect(pictureGaps(frames([], 5_900), askedAt)).toBeNull();
  });

  it('it knows the first frame from the new track', () => {
    expect(crossingOf(frames([[5_900, 6_400]]))).toBe(6_400);
    expect(crossingOf([])).toBeNull();
  });
});

describe('of sound', () => {
  const pauses = [
    { at: 3_000, ms: 20 },
    { at: 6_050, ms: 90 },
    { at: 20_000, ms: 500 },
  ];

  it('it takes the longest pause around the switch, beside the longest before', () => {
    const hearing = { switches: [100, 6_000], pauses, louder: [] };
    expect(soundGaps(hearing, askedAt)).toEqual({ moveMs: 90, quietMs: 20 });
  });

  it('it counts no pause as none, and does not judge what never crossed', () => {
    expect(soundGaps({ switches: [6_000], pauses: [], louder: [] }, askedAt)).toEqual({
      moveMs: 0,
      quietMs: 0,
    });
    expect(soundGaps({ switches: [100], pauses, louder: [] }, askedAt)).toBeNull();
  });

  it('it finds who was heard twice', () => {
    const louder = [{ at: 6_100, ms: 80 }];
    expect(doubledSound({ switches: [6_000], pauses: [], louder }, askedAt)).toEqual({
      moveMs: 80,
      quietMs: 0,
    });
  });
});
