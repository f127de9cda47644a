import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that may be deleted at any time except what `npm start` remembers. */
export const cacheFolder = join(root, '.cache');

export function inRoot(...parts: string[]): string {
  return join(root, ...parts);
}

/** The command line programs of our packages are JavaScript: run them with our own Node. */
export const programs = {
  wrangler: inRoot('node_modules/wrangler/bin/wrangler.js'),
  vite: inRoot('node_modules/vite/bin/vite.js'),
  vitest: inRoot('node_modules/vitest/vitest.mjs'),
  playwright: inRoot('node_modules/@playwright/test/cli.js'),
} as const;
