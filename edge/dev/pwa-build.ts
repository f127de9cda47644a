import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './child.ts';
import { Problem } from './cli.ts';
import { cacheFolder, inRoot, programs, root } from './paths.ts';

interface Product {
  readonly name: string;
  /** What is there once it is built. */
  readonly file: string;
  readonly sources: readonly string[];
  readonly command: readonly string[];
  readonly complaint: string;
}

const shared = ['pwa/**/*', 'edge/protocol/**/*', 'package-lock.json', 'tsconfig.json'];

/** Builds what the browser loads, unless the last build had exactly these sources. */
export function buildPwa(signal?: AbortSignal): Promise<'built' | 'unchanged'> {
  const pwa: Product = {
    name: 'pwa-build',
    file: inRoot('pwa/dist/index.html'),
    sources: shared,
    command: [programs.vite, 'build', '--config', inRoot('pwa/vite.config.ts')],
    complaint: 'The pages could not be built.',
  };
  return buildUnlessSame(pwa, signal);
}

/** The same for the extension, which shares the pages' parts, words and styles. */
export function buildExtension(signal?: AbortSignal): Promise<'built' | 'unchanged'> {
  const extension: Product = {
    name: 'extension-build',
    file: inRoot('extension/dist/holler-firefox.zip'),
    sources: [...shared, 'extension/**/*', 'package.json'],
    command: ['--disable-warning=ExperimentalWarning', inRoot('extension/build/main.ts')],
    complaint: 'The extension could not be built.',
  };
  return buildUnlessSame(extension, signal);
}

async function buildUnlessSame(product: Product, signal?: AbortSignal) {
  const { name, file, sources, command, complaint } = product;
  const stampFile = join(cacheFolder, name);
  const stamp = fingerprint(listSources(sources));
  if (existsSync(file) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return 'unchanged';
  }
  const { code, output } = await runTool(process.execPath, command, signal ? { signal } : {});
  signal?.throwIfAborted();
  if (code !== 0) throw new Problem(`${output.trim()}\n${complaint}`);
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(stampFile, stamp);
  return 'built';
}

/** The files that these patterns name from the root, but for what is built from them. */
export function listSources(sources: readonly string[]): string[] {
  return globSync(sources, {
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
