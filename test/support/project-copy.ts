import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inRoot } from '../../edge/dev/paths.ts';
import { freePort } from '../../edge/dev/ports.ts';
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

/** Copies the project into a folder of its own: what a running `npm start` remembers is not touched. */
export function copyProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'holler-start-'));
  for (const part of parts) cpSync(inRoot(part), join(project, part), { recursive: true });
  symlinkSync(inRoot('node_modules'), join(project, 'node_modules'));
  mkdirSync(join(project, '.cache'));
  for (const cache of sharedCaches) {
    mkdirSync(inRoot('.cache', cache), { recursive: true });
    symlinkSync(inRoot('.cache', cache), join(project, '.cache', cache));
  }
  return project;
}

export interface RunningProject {
  readonly npm: ChildProcess;
  readonly mark: RunMark;
  readonly port: number;
  /** Everything that it has said so far. */
  said(): string;
  /** Resolves to what it has said, once that includes this. */
  untilSaid(text: string | RegExp): Promise<string>;
  /** As a terminal does it: Ctrl-C reaches everything that runs in it. */
  interrupt(): Promise<void>;
}

/** Runs `npm start` in a copy of the project. */
export async function startProject(
  project: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProject> {
  const port = await freePort();
  const mark = createRunMark();
  const npm = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: project,
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
    ...{ npm, mark, port },
    said: () => text,
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
