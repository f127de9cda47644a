import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { runTool } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import type { Preparation } from './program.ts';

const progressEveryMs = 20_000;

export interface GoBuild {
  /** The toolchain. */
  readonly go: string;
  /** What is built, by its name. */
  readonly server: string;
  /** What needs it: "Large calls". */
  readonly feature: string;
  /** Completes the sentence "this takes …". */
  readonly duration: string;
  /** The folder of the `go.mod` and `go.sum` that pin it. */
  readonly module: string;
  readonly package: string;
  /** Where it belongs. */
  readonly file: string;
}

/** Builds a server once; null when it is there already. */
export function goBuild(build: GoBuild): Preparation | null {
  const { go, server, feature, file } = build;
  if (existsSync(file)) return null;
  return {
    what: `building ${server} with Go, once; this takes ${build.duration}`,
    async run(progress, signal) {
      mkdirSync(dirname(file), { recursive: true });
      // Two at once would write into each other's, and half a program must not look like one.
      const unfinished = `${file}-${process.pid}`;
      const args = ['build', '-C', build.module, '-v', '-o', unfinished, build.package];
      const watch = watchPackages((packages) =>
        progress(`${feature}: building ${server}, ${packages} packages so far…`),
      );
      const { code, output } = await runTool(go, args, { signal, onOutput: watch.count });
      watch.stop();
      signal.throwIfAborted();
      if (code !== 0) {
        throw new Problem(`${complaintsIn(output)}\n${server} could not be built.`);
      }
      renameSync(unfinished, file);
    },
  };
}

/** Go names each package as it has compiled it. */
function watchPackages(tell: (packages: number) => void) {
  let packages = 0;
  const timer = setInterval(() => tell(packages), progressEveryMs);
  return {
    count: (output: string) => {
      packages += output.split('\n').filter((line) => /^\S+$/.test(line)).length;
    },
    stop: () => clearInterval(timer),
  };
}

function complaintsIn(output: string): string {
  const lines = output.split('\n');
  return lines.filter((line) => / /.test(line) && !line.startsWith('go: downloading')).join('\n');
}
