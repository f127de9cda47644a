import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './child.ts';
import { Problem } from './cli.ts';
import { makeOnce } from './make-once.ts';
import { inRoot, programs } from './paths.ts';
import { type EdgeSource, migrateLocalDatabase, wranglerEnvironment } from './wrangler.ts';

/** A copy of what would be deployed, so that no edit of a source restarts an edge in the middle of a test. */
export async function takeSnapshot(folder: string, signal?: AbortSignal): Promise<EdgeSource> {
  mkdirSync(folder, { recursive: true });
  for (const part of ['wrangler.toml', 'pwa/dist']) {
    cpSync(inRoot(part), join(folder, part), { recursive: true });
  }
  const built = await makeOnce({
    name: 'edge-bundle',
    sources: ['edge/**/*.ts', 'wrangler.toml', 'package-lock.json'],
    make: (bundle) => bundleEdge(bundle, signal),
  });
  const bundle = join(folder, 'bundle');
  cpSync(built, bundle, { recursive: true });
  return { config: join(folder, 'wrangler.toml'), script: join(bundle, 'worker.js') };
}

async function bundleEdge(folder: string, signal?: AbortSignal): Promise<void> {
  const { code, output } = await runTool(
    process.execPath,
    [programs.wrangler, 'deploy', '--dry-run', '--outdir', folder],
    { env: wranglerEnvironment, ...(signal ? { signal } : {}) },
  );
  signal?.throwIfAborted();
  if (code !== 0) throw new Problem(`${output.trim()}\nThe edge could not be built.`);
}

/** A database as it is before anything is in it; migrating one takes seconds, and every stack of the tests needs one. */
export async function copyEmptyDatabase(persistTo: string, signal?: AbortSignal): Promise<void> {
  const empty = await makeOnce({
    name: 'edge-database',
    sources: ['edge/migrations/*', 'wrangler.toml', 'package-lock.json'],
    make: (folder) => migrateLocalDatabase(folder, signal),
  });
  cpSync(empty, persistTo, { recursive: true });
}
