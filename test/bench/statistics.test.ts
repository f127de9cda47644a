import { describe, expect, it } from 'vitest';
import { percentile, ratioOf, summarise } from './statistics.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);

describe('percentile', () => {
  it.for([
    [0.5, 50],
    [0.95, 95],
    [1, 100],
    [0, 1],
    [0.001, 1],
  ] as const)('%d of the numbers from 1 to 100 is %d', ([fraction, expected]) => {
    expect(percentile(oneToHundred, fraction)).toBe(expected);
  });

  it('is always one of the samples', () => {
    expect(percentile([1, 10], 0.5)).toBe(1);
    expect(percentile([1, 10], 0.51)).toBe(10);
  });

  it('compares as numbers, not as text, and leaves its input alone', () => {
    const samples = [10, 9, 100];
    expect(percentile(samples, 1)).toBe(100);
    expect(samples).toEqual([10, 9, 100]);
  });

  it('of nothing is an error', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe('a summary', () => {
  it('of times has the slowest as its worst', () => {
    expect(summarise(oneToHundred)).toEqual({ p50: 50, p95: 95, worst: 100, runs: 100 });
  });

  it('of rates has the lowest as its worst', () => {
    expect(summarise(oneToHundred, 'higher')).toEqual({ p50: 51, p95: 6, worst: 1, runs: 100 });
  });

  it('of one run is that run', () => {
    expect(summarise([7])).toEqual({ p50: 7, p95: 7, worst: 7, runs: 1 });
  });
});

describe('a ratio', () => {
  it('is ours to theirs', () => {
    expect(ratioOf(3, 2)).toBe(1.5);
  });

  it('to nothing is without end', () => {
    expect(ratioOf(3, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
