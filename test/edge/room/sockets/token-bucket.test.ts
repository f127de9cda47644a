import { expect, test } from 'vitest';
import {
  floodTolerance,
  peerAllowance,
  roomAllowance,
  TokenBucket,
} from '../../../../edge/room/sockets/token-bucket.ts';

const allowance = { perSecond: 10, burst: 3 };

function take(bucket: TokenBucket, times: number, at: number): string[] {
  return Array.from({ length: times }, () => bucket.take(at));
}

test('a burst is let through, and not one more', () => {
  expect(take(new TokenBucket(allowance, 0), 4, 0)).toEqual(['ok', 'ok', 'ok', 'refuse']);
});

test('it fills up with time, to the burst and no further', () => {
  const bucket = new TokenBucket(allowance, 0);
  take(bucket, 3, 0);
  expect(take(bucket, 2, 100)).toEqual(['ok', 'refuse']);
  expect(take(bucket, 4, 60_000)).toEqual(['ok', 'ok', 'ok', 'refuse']);
});

test('a clock that steps back neither fills nor empties it', () => {
  const bucket = new TokenBucket(allowance, 1_000);
  expect(take(bucket, 4, 0)).toEqual(['ok', 'ok', 'ok', 'refuse']);
});

test('whoever goes on and on is closed', () => {
  const bucket = new TokenBucket(allowance, 0);
  take(bucket, 3, 0);
  expect(new Set(take(bucket, floodTolerance, 0))).toEqual(new Set(['refuse']));
  expect(bucket.take(0)).toBe('close');
});

test('whoever pauses in time is forgiven', () => {
  const bucket = new TokenBucket(allowance, 0);
  take(bucket, 3 + floodTolerance, 0);
  expect(take(bucket, 2, 100)).toEqual(['ok', 'refuse']);
});

test.each([roomAllowance, peerAllowance])(
  'ten thousand messages a second are cut off: %o',
  (each) => {
    const bucket = new TokenBucket(each, 0);
    const verdicts = Array.from({ length: 10_000 }, (_, index) => bucket.take(index / 10));
    expect(verdicts.indexOf('close')).toBeLessThan(each.burst + 2 * floodTolerance);
    expect(verdicts.at(-1)).toBe('close');
  },
);

test('a little too much is refused in part, for as long as it lasts', () => {
  const bucket = new TokenBucket(roomAllowance, 0);
  const verdicts = Array.from({ length: 3_000 }, (_, index) => bucket.take(index * 40));
  expect(verdicts).toContain('refuse');
  expect(verdicts).not.toContain('close');
  expect(verdicts.slice(-25).filter((verdict) => verdict === 'ok')).toHaveLength(20);
});
