import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../edge/dev/paths.ts';
import { listTestFiles } from './files.ts';
import { needsOf, needsOfAll } from './needs.ts';
import { planSteps } from './plan.ts';
import { steps, suites } from './suites.ts';

const read = (file: string) => readFileSync(inRoot(file), 'utf8');

function needsWith(paths: readonly string[], full = false): readonly string[] {
  return needsOfAll(planSteps({ paths, full }, steps, listTestFiles), read);
}

describe('what is prepared', () => {
  it.each([
    ['test/protocol', []],
    ['test/edge/room', []],
    ['conformance', ['pwa']],
    ['e2e/start-and-join', ['chromium', 'pwa']],
    ['e2e/sfu', ['chromium', 'livekit', 'pwa']],
    ['e2e/recording-live', ['chromium', 'livekit', 'storage', 'pwa']],
    ['e2e/extension-settings', ['chromium', 'pwa', 'extension']],
    ['full/clusters', ['chromium', 'livekit', 'pwa']],
    ['hostile/rest', ['pwa']],
    ['media/livekit', ['livekit']],
  ])('for %s', (path, prepared) => {
    expect(needsWith([path])).toEqual(prepared);
  });

  it('for the usual run: everything, in the order of the list', () => {
    expect(needsWith([])).toEqual(['chromium', 'livekit', 'storage', 'pwa', 'extension']);
  });
});

it('reads from a browser test what it asks for', () => {
  const source = "test.use({ sfu: true, recording: true });\nimport '../support/with-extension.ts'";
  expect(new Set(needsOf(suites.e2e, 'test/e2e/new.test.ts', source))).toEqual(
    new Set(['pwa', 'chromium', 'livekit', 'storage', 'extension']),
  );
});
