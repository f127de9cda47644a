import { defineConfig } from '@playwright/test';
import { inRoot } from '../../edge/dev/paths.ts';
import { type Suite, suites } from '../run/suites.ts';
import { chromiumArgs, chromiumEnv, chromiumPath } from '../support/browser.ts';

export default defineConfig({
  testDir: '..',
  // A call of five keeps two cores busy: two of them at once would measure each other.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000,
    launchOptions: {
      executablePath: chromiumPath(),
      args: [...chromiumArgs],
      env: { ...process.env, ...chromiumEnv() },
    },
  },
  projects: [
    project(suites.e2e),
    project(suites.e2eBusy),
    { ...project(suites.fullBrowser), timeout: 600_000 },
  ],
});

/** Each has a folder of its own for what failed tests leave: a run empties the folders of its projects. */
function project({ project: name, include, exclude }: Suite) {
  return {
    name,
    testMatch: `**/${include}`,
    testIgnore: exclude.map((pattern) => `**/${pattern}`),
    outputDir: inRoot('test/results', name),
  };
}
