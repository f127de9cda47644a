import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { inRoot } from '../../edge/dev/paths.ts';
import { createRunMark, type RunMark } from './leftovers.ts';

const parts = [
  'edge',
  'media',
  'pwa',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'wrangler.toml',
];

/** A copy of what runs: what a running `npm start` remembers is not touched. */
export interface ProjectCopy {
  readonly folder: string;
  /** `npm` in the copy; resolves when it has said this. Ends with the test. */
  npm(args: readonly string[], until: string): Promise<RunningNpm>;
  remove(): void;
}

export interface RunningNpm {
  readonly npm: ChildProcessByStdio<null, Readable, Readable>;
  readonly mark: RunMark;
  /** What it has printed until then. */
  readonly said: string;
}

export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'holler-copy-'));
  for (const part of parts) cpSync(inRoot(part), join(folder, part), { recursive: true });
  symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'));
  // What is built with Go is built once for all copies.
  mkdirSync(join(folder, '.cache'));
  for (const server of ['livekit', 'storage']) {
    mkdirSync(inRoot('.cache', server), { recursive: true });
    symlinkSync(inRoot('.cache', server), join(folder, '.cache', server));
  }
  return {
    folder,
    async npm(args, until) {
      const mark = createRunMark();
      onTestFinished(async () => {
        await mark.sweep(0);
      });
      const npm = spawn('npm', args, {
        cwd: folder,
        env: { ...process.env, ...mark.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      return { npm, mark, said: await outputUntil(npm.stdout, until) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function outputUntil(stream: Readable, end: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(end)) resolve(text);
    });
    stream.on('end', () => reject(new Error(`It ended after: ${text}`)));
  });
}
