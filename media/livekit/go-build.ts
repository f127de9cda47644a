import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runTool } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import { cacheFolder, inRoot } from '../../edge/dev/paths.ts';
import { nativeLiveKit } from './native.ts';
import type { LiveKitProgram, Preparation } from './program.ts';
import { liveKitVersion } from './version.ts';

const progressEveryMs = 20_000;
const server = 'github.com/livekit/livekit-server/cmd/server';

/** Built once, from what `go.mod` and `go.sum` pin. */
export function goLiveKit(go: string, cache = join(cacheFolder, 'livekit')): LiveKitProgram {
  const file = join(cache, liveKitVersion(), 'livekit-server');
  return nativeLiveKit('as built with Go', file, existsSync(file) ? null : build(go, file));
}

function build(go: string, file: string): Preparation {
  return {
    what: 'building LiveKit with Go, once; this takes about three minutes',
    async run(progress, signal) {
      mkdirSync(dirname(file), { recursive: true });
      // Two at once would write into each other's, and half a program must not look like one.
      const unfinished = `${file}-${process.pid}`;
      const args = ['build', '-C', inRoot('media'), '-v', '-o', unfinished, server];
      const watch = watchPackages(progress);
      const { code, output } = await runTool(go, args, { signal, onOutput: watch.count });
      watch.stop();
      signal.throwIfAborted();
      if (code !== 0) {
        throw new Problem(`${complaintsIn(output)}\nLiveKit could not be built.`);
      }
      renameSync(unfinished, file);
    },
  };
}

/** Go names each package as it has compiled it. */
function watchPackages(progress: (sentence: string) => void) {
  let packages = 0;
  const timer = setInterval(
    () => progress(`Large calls: building LiveKit, ${packages} packages so far…`),
    progressEveryMs,
  );
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
