import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './child.ts';
import { Problem } from './cli.ts';
import { cacheFolder, inRoot, programs, root } from './paths.ts';

const stampFile = join(cacheFolder, 'pwa-build');
const page = inRoot('pwa/dist/index.html');

/** Builds what the browser loads, unless the last build had exactly these sources. */
export async function buildPwa(signal?: AbortSignal): Promise<'built' | 'unchanged'> {
  const stamp = fingerprint(pwaSources());
  if (existsSync(page) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return 'unchanged';
  }
  const { code, output } = await runTool(
    process.execPath,
    [programs.vite, 'build', '--config', inRoot('pwa/vite.config.ts')],
    signal ? { signal } : {},
  );
  signal?.throwIfAborted();
  if (code !== 0) throw new Problem(`${output.trim()}\nThe pages could not be built.`);
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(stampFile, stamp);
  return 'built';
}

function pwaSources(): string[] {
  return globSync(['pwa/**/*', 'edge/protocol/**/*', 'package-lock.json', 'tsconfig.json'], {
    cwd: root,
    exclude: (entry) => entry.name === 'dist' || entry.name.endsWith('.tsbuildinfo'),
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Changes when a file is added, removed, renamed or edited; not when it is only touched, as git does. */
export function fingerprint(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
