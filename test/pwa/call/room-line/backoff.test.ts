import { describe, expect, test } from 'vitest';
import { attemptTimeoutMs, retryDelayMs } from '../../../../pwa/call/room-line/backoff.ts';

describe('the pause before the next attempt', () => {
  test.each([
    { attempt: 0, outageMs: 0, least: 0, most: 0 },
    { attempt: 1, outageMs: 0, least: 187.5, most: 250 },
    { attempt: 2, outageMs: 200, least: 375, most: 500 },
    { attempt: 3, outageMs: 700, least: 750, most: 1_000 },
    { attempt: 30, outageMs: 29_999, least: 750, most: 1_000 },
    { attempt: 30, outageMs: 30_000, least: 3_750, most: 5_000 },
    { attempt: 2_000, outageMs: 3_600_000, least: 3_750, most: 5_000 },
  ])('is $least to $most ms at attempt $attempt, $outageMs ms into it', (row) => {
    expect(retryDelayMs(row.attempt, row.outageMs, 0)).toBe(row.least);
    expect(retryDelayMs(row.attempt, row.outageMs, 1)).toBe(row.most);
  });

  test('differs between two who lost the room at the same moment', () => {
    expect(retryDelayMs(3, 0, 0.1)).not.toBe(retryDelayMs(3, 0, 0.9));
  });
});

describe('the patience with an attempt', () => {
  test.each([
    { why: 'an unknown network', outageMs: 0, usualMs: undefined, timeoutMs: 5_000 },
    { why: 'a quick one', outageMs: 0, usualMs: 40, timeoutMs: 1_500 },
    { why: 'an ordinary one', outageMs: 29_999, usualMs: 500, timeoutMs: 2_000 },
    { why: 'a slow one', outageMs: 0, usualMs: 4_000, timeoutMs: 5_000 },
    { why: 'one that may have become slow', outageMs: 30_000, usualMs: 40, timeoutMs: 12_000 },
  ])('on $why is $timeoutMs ms', ({ outageMs, usualMs, timeoutMs }) => {
    expect(attemptTimeoutMs(outageMs, usualMs)).toBe(timeoutMs);
  });
});
