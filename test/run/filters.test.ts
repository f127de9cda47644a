import { expect, it } from 'vitest';
import { selectInPlaywright, selectInVitest } from './filters.ts';
import type { PlannedStep } from './plan.ts';
import { suites } from './suites.ts';

const units: PlannedStep = {
  ...{ title: 'Units', isUnits: true, isBeside: false, isPartial: true },
  suites: [
    { suite: suites.node, files: ['test/protocol/ids.test.ts'] },
    { suite: suites.edge, files: ['test/edge/room/moving.test.ts'] },
  ],
};
const browser: PlannedStep = {
  ...{ title: 'Browser', isUnits: false, isBeside: false, isPartial: true },
  suites: [{ suite: suites.e2e, files: ['test/e2e/sfu.test.ts'] }],
};

it('vitest is told its projects and the paths of files', () => {
  expect(selectInVitest(units)).toEqual([
    ...['--project=node', '--project=edge'],
    ...['test/protocol/ids.test.ts', 'test/edge/room/moving.test.ts'],
  ]);
});

it('Playwright is told its project and patterns that match those files alone', () => {
  const [project, pattern = '', ...rest] = selectInPlaywright(browser);
  expect([project, rest]).toEqual(['--project=e2e', []]);
  expect('/home/somebody/holler/test/e2e/sfu.test.ts').toMatch(new RegExp(pattern));
  expect('/home/somebody/holler/test/e2e/sfu-test.ts').not.toMatch(new RegExp(pattern));
});

it('neither is told files when all of them are run', () => {
  expect(selectInVitest({ ...units, isPartial: false })).toEqual([
    '--project=node',
    '--project=edge',
  ]);
  expect(selectInPlaywright({ ...browser, isPartial: false })).toEqual(['--project=e2e']);
});
