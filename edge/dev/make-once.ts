import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './paths.ts';
import { fingerprint, listSources } from './pwa-build.ts';

export interface MadeFolder {
  /** Below the cache. */
  readonly name: string;
  /** Patterns of the files that it is made from: it is made anew when one of them has changed. */
  readonly sources: readonly string[];
  make(folder: string): Promise<void>;
}

/** Makes a folder unless it has been made from the same sources already; answers where it is. */
export async function makeOnce({ name, sources, make }: MadeFolder): Promise<string> {
  const folder = join(cacheFolder, name, fingerprint(listSources(sources)).slice(0, 16));
  if (existsSync(folder)) return folder;
  // Two processes may make it at once, and half of it must not look like all of it.
  const unfinished = `${folder}-${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await make(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    // The other process was quicker: a folder takes the place of an empty one only.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}
