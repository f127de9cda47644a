import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runTool } from '../../../edge/dev/child.ts';
import { Problem } from '../../../edge/dev/cli.ts';
import { findProgram } from '../../../edge/dev/find-program.ts';
import { cacheFolder, inRoot } from '../../../edge/dev/paths.ts';

const folder = 'test/bench/extras';

/** The program that plays a crowd, built when it has changed. */
export async function buildExtras(signal: AbortSignal): Promise<string> {
  const file = join(cacheFolder, 'extras', fingerprint(), 'extras');
  if (existsSync(file)) return file;
  const go = findProgram(['go']);
  if (go === null) throw new Problem('A crowd needs Go to be built: install it and try again.');
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}-${process.pid}`;
  const args = ['build', '-C', inRoot(folder), '-o', unfinished, '.'];
  const { code, output } = await runTool(go, args, { signal });
  signal.throwIfAborted();
  if (code !== 0) throw new Problem(`${output}\nThe crowd could not be built.`);
  renameSync(unfinished, file);
  return file;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.sum']) hash.update(readFileSync(inRoot(`${folder}/${file}`)));
  return hash.digest('hex').slice(0, 16);
}
