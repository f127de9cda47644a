import { expect, it } from 'vitest';
import { readTestOptions, requireMatches } from './options.ts';
import type { PlannedStep } from './plan.ts';
import { suites } from './suites.ts';

const planned: readonly PlannedStep[] = [
  {
    title: 'Units',
    isUnits: true,
    isBeside: false,
    suites: [{ suite: suites.node, files: ['test/protocol/ids.test.ts'] }],
    isPartial: true,
  },
];

it('reads paths and options in any order', () => {
  expect(readTestOptions(['./test/edge/room', '--slowest', 'recording'])).toEqual({
    full: false,
    slowest: true,
    paths: ['test/edge/room', 'recording'],
  });
  expect(readTestOptions(['--full'])).toEqual({ full: true, slowest: false, paths: [] });
});

it.each(['--recording', '--full=yes'])('says what the options are when given %s', (option) => {
  expect(() => readTestOptions([option])).toThrow('The options are `--full` and `--slowest`');
});

it('says which path no test file has', () => {
  expect(() => requireMatches(['protocol/ids'], planned)).not.toThrow();
  expect(() => requireMatches([], planned)).not.toThrow();
  expect(() => requireMatches(['idz'], planned)).toThrow('No test file has "idz" in its path.');
  expect(() => requireMatches(['idz', 'ids', 'idy'], planned)).toThrow('"idz" or "idy"');
});
