import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { inRoot } from '../edge/dev/paths.ts';
import { testClusters } from './edge/support/clusters.ts';

/** These have a project of their own below, another runner, or are no tests. */
const elsewhere = ['edge', 'conformance', 'hostile', 'media/recorder', 'recording', 'e2e', 'full'];

/** Suites that start a server side or a recorder of their own: one at a time, so that they do not slow each other. */
const withStack = {
  fileParallelism: false,
  maxConcurrency: 20,
  testTimeout: 30_000,
  hookTimeout: 90_000,
} as const;

export default defineConfig({
  root: inRoot(),
  cacheDir: inRoot('.cache/vitest'),
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: elsewhere.map((folder) => `test/${folder}/**`),
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
          name: 'edge',
          // A workerd for each file would take longer than its tests; every test has rooms of its own.
          isolate: false,
          testTimeout: 30_000,
          include: ['test/edge/**/*.test.ts'],
          setupFiles: ['test/edge/support/migrate.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['test/{conformance,hostile,media/recorder,recording}/**/*.test.ts'],
          ...withStack,
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          include: ['test/full/**/*.test.ts'],
          ...withStack,
          testTimeout: 600_000,
        },
      },
    ],
  },
});
