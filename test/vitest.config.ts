import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { inRoot } from '../edge/dev/paths.ts';
import { testClusters } from './edge/support/clusters.ts';
import { type Suite, suites } from './run/suites.ts';

/** Suites that start a server side or a recorder of their own: one at a time, so that they do not slow each other. */
const withStack = {
  fileParallelism: false,
  maxConcurrency: 20,
  testTimeout: 30_000,
  hookTimeout: 90_000,
} as const;

function filesOf({ project, include, exclude }: Suite) {
  return { name: project, include: [include], exclude: [...exclude] };
}

export default defineConfig({
  root: inRoot(),
  cacheDir: inRoot('.cache/vitest'),
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...filesOf(suites.node),
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: inRoot('wrangler.toml') },
            miniflare: {
              bindings: {
                // No test reaches a server outside.
                STUN_URLS: '',
                LIVEKIT_CLUSTERS: JSON.stringify(testClusters),
                TEST_MIGRATIONS: await readD1Migrations(inRoot('edge/migrations')),
              },
            },
          })),
        ],
        test: {
          ...filesOf(suites.edge),
          // A workerd for each file would take longer than its tests; every test has rooms of its own.
          isolate: false,
          testTimeout: 30_000,
          setupFiles: ['test/edge/support/migrate.ts'],
        },
      },
      {
        extends: true,
        test: { ...filesOf(suites.stack), ...withStack },
      },
      {
        extends: true,
        test: { ...filesOf(suites.full), ...withStack, testTimeout: 600_000 },
      },
    ],
  },
});
