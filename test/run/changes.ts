import { watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** An editor writes a file in several steps, and git many files at once. */
const calmMs = 300;

/** Written by builds and by the tests themselves: they would run for ever. */
const generated =
  /(?:^|[\\/])(?:dist|results|node_modules)(?:[\\/]|$)|\.tsbuildinfo$|(?:^|[\\/])latest\.json$/;

export function isSource(path: string): boolean {
  return !generated.test(path);
}

export interface Changes {
  /** Resolves with the file that changed, once nothing else has for a moment; with null when aborted. */
  next(): Promise<string | null>;
}

export function watchSources(folders: readonly string[], signal: AbortSignal): Changes {
  let count = 0;
  let seen = 0;
  let last = '';
  let wake = () => {};
  for (const folder of folders) {
    watch(folder, { recursive: true, signal }, (_, path) => {
      if (path === null || !isSource(path)) return;
      count += 1;
      last = path;
      wake();
    });
  }
  signal.addEventListener('abort', () => wake(), { once: true });

  return {
    async next() {
      while (count === seen && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      while (count !== seen && !signal.aborted) {
        seen = count;
        await delay(calmMs);
      }
      return signal.aborted ? null : last;
    },
  };
}
