import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release that Go builds and Docker pulls: the one that the `go.mod` of this folder pins. */
export function pinnedVersion(folder: string, module: string): string {
  const lines = readFileSync(join(folder, 'go.mod'), 'utf8').split('\n');
  const version = lines
    .map((line) =>
      line
        .trim()
        .replace(/^require /, '')
        .split(' '),
    )
    .find(([name, release]) => name === module && release?.startsWith('v'))?.[1];
  if (version === undefined) throw new Error(`${folder}/go.mod pins no ${module}`);
  return version;
}
