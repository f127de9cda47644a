import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inRoot } from '../../edge/dev/paths.ts';
import { createRunMark, type RunMark } from './leftovers.ts';

const parts = [
  ...[
    'edge',
    'media',
    'pwa',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'wrangler.toml',
  ],
];
/** Built or fetched once for all copies. */
const sharedCaches = ['livekit', 'storage', 'browser'];

export interface ProjectCopy {
  readonly folder: string;
  /** Runs an npm script in it. */
  npm(args: readonly string[], env?: Readonly<Record<string, string>>): RunningNpm;
  remove(): void;
}

/** Copies the project into a folder of its own: what a running `npm start` remembers is not touched. */
export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'holler-copy-'));
  for (const part of parts) cpSync(inRoot(part), join(folder, part), { recursive: true });
  symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, '.cache'));
  for (const cache of sharedCaches) {
    mkdirSync(inRoot('.cache', cache), { recursive: true });
    symlinkSync(inRoot('.cache', cache), join(folder, '.cache', cache));
  }
  return {
    folder,
    npm: (args, env = {}) => runNpm(folder, args, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface RunningNpm {
  readonly npm: ChildProcess;
  readonly mark: RunMark;
  /** Resolves to what it has said, once that includes this. */
  untilSaid(text: string | RegExp): Promise<string>;
  /** As a terminal does it: Ctrl-C reaches everything that runs in it. */
  interrupt(): Promise<void>;
}

function runNpm(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningNpm {
  const mark = createRunMark();
  const npm = spawn('npm', args, {
    cwd,
    env: { ...process.env, ...mark.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(npm, 'close');
  let text = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      npm.emit('said');
    });
  }
  return {
    ...{ npm, mark },
    untilSaid: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const isThere = typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
          if (isThere) resolve(text);
        };
        look();
        npm.on('said', look);
        void ended.then(() => reject(new Error(`It ended after: ${text}`)));
      }),
    async interrupt() {
      process.kill(-(npm.pid ?? 0), 'SIGINT');
      await ended;
    },
  };
}

/** A PATH with everything that this machine has but these programs. */
export function pathWithout(hidden: readonly string[]): {
  readonly path: string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'holler-path-'));
  const seen = new Set(hidden);
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of namesIn(folder)) {
      if (seen.has(name)) continue;
      seen.add(name);
      symlinkSync(join(folder, name), join(path, name));
    }
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
