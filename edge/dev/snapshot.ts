import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './child.ts';
import { Problem } from './cli.ts';
import { inRoot, programs } from './paths.ts';
import { type EdgeSource, wranglerEnvironment } from './wrangler.ts';

/** A copy of what would be deployed, so that no edit of a source restarts an edge in the middle of a test. */
export async function takeSnapshot(folder: string, signal?: AbortSignal): Promise<EdgeSource> {
  mkdirSync(folder, { recursive: true });
  for (const part of ['wrangler.toml', 'pwa/dist']) {
    cpSync(inRoot(part), join(folder, part), { recursive: true });
  }
  const bundle = join(folder, 'bundle');
  const { code, output } = await runTool(
    process.execPath,
    [programs.wrangler, 'deploy', '--dry-run', '--outdir', bundle],
    { env: wranglerEnvironment, ...(signal ? { signal } : {}) },
  );
  signal?.throwIfAborted();
  if (code !== 0) throw new Problem(`${output.trim()}\nThe edge could not be built.`);
  return { config: join(folder, 'wrangler.toml'), script: join(bundle, 'worker.js') };
}
