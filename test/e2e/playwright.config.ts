import { defineConfig } from '@playwright/test';
import { inRoot } from '../../edge/dev/paths.ts';
import { chromiumArgs, chromiumPath } from '../support/browser.ts';

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
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] },
  },
  projects: [
    { name: 'e2e', testMatch: 'e2e/**/*.test.ts' },
    { name: 'full', testMatch: 'full/**/*.e2e.ts', timeout: 600_000 },
  ],
});
