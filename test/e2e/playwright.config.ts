import { defineConfig } from '@playwright/test';
import { inRoot } from '../../edge/dev/paths.ts';
import { suites } from '../run/suites.ts';
import { chromiumArgs, chromiumEnv, chromiumPath } from '../support/browser.ts';

export default defineConfig({
  testDir: '..',
  outputDir: inRoot('test/results/e2e'),
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
    { name: suites.e2e.project, testMatch: `**/${suites.e2e.include}` },
    {
      name: suites.fullBrowser.project,
      testMatch: `**/${suites.fullBrowser.include}`,
      timeout: 600_000,
    },
  ],
});
