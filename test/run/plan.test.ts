import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot, root } from '../../edge/dev/paths.ts';
import { listTestFiles } from './files.ts';
import { groupSteps, normalizePath, planSteps, unmatchedPaths } from './plan.ts';
import { type Suite, steps, suites } from './suites.ts';

const tree: Readonly<Record<string, readonly string[]>> = {
  'vitest node': ['test/protocol/ids.test.ts', 'test/pwa/recordings/list.test.tsx'],
  'vitest edge': ['test/edge/room/moving.test.ts', 'test/edge/room/recording.test.ts'],
  'vitest stack': ['test/conformance/edge.test.ts', 'test/recording/faults.test.ts'],
  'vitest full': ['test/full/load.test.ts'],
  'playwright e2e': ['test/e2e/devices.test.ts', 'test/e2e/recording-player.test.ts'],
  'playwright e2e-busy': ['test/e2e/recording.test.ts', 'test/e2e/sfu.test.ts'],
  'playwright full': ['test/full/sfu.e2e.ts'],
};

const nameOf = ({ runner, project }: Suite) => `${runner} ${project}`;
const list = (suite: Suite) => tree[nameOf(suite)] ?? [];

function plan(paths: readonly string[], full = false) {
  return planSteps({ paths, full }, steps, list).map(({ suites, isPartial }) => ({
    runs: Object.fromEntries(suites.map(({ suite, files }) => [nameOf(suite), files])),
    isPartial,
  }));
}

describe('which runners are started with which files', () => {
  it('without a path, the usual ones with everything', () => {
    expect(plan([])).toEqual([
      { runs: { 'playwright e2e': tree['playwright e2e'] }, isPartial: false },
      {
        runs: { 'vitest node': tree['vitest node'], 'vitest edge': tree['vitest edge'] },
        isPartial: false,
      },
      { runs: { 'playwright e2e-busy': tree['playwright e2e-busy'] }, isPartial: false },
      { runs: { 'vitest stack': tree['vitest stack'] }, isPartial: false },
    ]);
  });

  it('one after the other, but for those that wait more than they work', () => {
    const planned = planSteps({ paths: [], full: false }, steps, list);
    const groups = groupSteps(planned).map((group) => group.map(({ title }) => title));
    expect(groups).toEqual([
      ['End to end, in Chromium', 'Units, in Node and in workerd'],
      [
        'Large and recorded calls, in Chromium',
        'Conformance, bad input and recording, against a real edge',
      ],
    ]);
  });

  it('with --full, those of the long runs too', () => {
    expect(plan([], true).slice(4)).toEqual([
      { runs: { 'vitest full': ['test/full/load.test.ts'] }, isPartial: false },
      { runs: { 'playwright full': ['test/full/sfu.e2e.ts'] }, isPartial: false },
    ]);
  });

  it.each([
    [
      ['room/moving'],
      [{ runs: { 'vitest edge': ['test/edge/room/moving.test.ts'] }, isPartial: true }],
    ],
    [
      ['sfu'],
      [
        { runs: { 'playwright e2e-busy': ['test/e2e/sfu.test.ts'] }, isPartial: true },
        { runs: { 'playwright full': ['test/full/sfu.e2e.ts'] }, isPartial: false },
      ],
    ],
    [
      ['recording'],
      [
        { runs: { 'playwright e2e': ['test/e2e/recording-player.test.ts'] }, isPartial: true },
        {
          runs: {
            'vitest node': ['test/pwa/recordings/list.test.tsx'],
            'vitest edge': ['test/edge/room/recording.test.ts'],
          },
          isPartial: true,
        },
        { runs: { 'playwright e2e-busy': ['test/e2e/recording.test.ts'] }, isPartial: true },
        { runs: { 'vitest stack': ['test/recording/faults.test.ts'] }, isPartial: true },
      ],
    ],
    [
      ['ids', 'test/full/load.test.ts'],
      [
        { runs: { 'vitest node': ['test/protocol/ids.test.ts'] }, isPartial: true },
        { runs: { 'vitest full': ['test/full/load.test.ts'] }, isPartial: false },
      ],
    ],
    [['nothing-of-the-kind'], []],
  ])('with %j', (paths, planned) => {
    expect(plan(paths)).toEqual(planned);
  });

  it('names the paths that match nothing', () => {
    const paths = ['ids', 'idz'];
    const planned = planSteps({ paths, full: false }, steps, list);
    expect(unmatchedPaths(paths, planned)).toEqual(['idz']);
  });
});

it.each([
  ['test/edge/room', 'test/edge/room'],
  ['./test/edge/room', 'test/edge/room'],
  [inRoot('test/edge/room'), 'test/edge/room'],
  ['room\\moving', 'room/moving'],
])('takes %s for %s', (typed, path) => {
  expect(normalizePath(typed, root)).toBe(path);
});

it('has every test file in exactly one suite', () => {
  const listed = steps.flatMap(({ suites }) => suites.flatMap(listTestFiles));
  const all = globSync('test/**/*.{test,e2e}.{ts,tsx}', { cwd: root });
  expect(all.length).toBeGreaterThan(200);
  expect(listed.toSorted()).toEqual(all.toSorted());
});

it.each([
  [suites.node, 'test/run/plan.test.ts'],
  [suites.edge, 'test/edge/room/joining.test.ts'],
  [suites.stack, 'test/media/recorder/recorder.test.ts'],
  [suites.e2e, 'test/e2e/recording-player.test.ts'],
  [suites.e2eBusy, 'test/e2e/recording.test.ts'],
  [suites.full, 'test/full/load.test.ts'],
  [suites.fullBrowser, 'test/full/sfu.e2e.ts'],
])('lists for $runner $project among others %s', (suite, file) => {
  expect(listTestFiles(suite)).toContain(file);
});
