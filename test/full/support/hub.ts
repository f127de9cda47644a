import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import type { Guest, Place } from './lan.ts';

export interface Hub {
  readonly origin: string;
  stop(): Promise<void>;
}

/** The edge and a TURN server, where the guests of a network reach them. */
export async function startHub({ namespace, address }: Place): Promise<Hub> {
  const inside = await programInside(namespace, process.execPath);
  const child = fork(fileURLToPath(new URL('hub-process.ts', import.meta.url)), [address], {
    execPath: inside.path,
    execArgv: ['--no-warnings'],
  });
  const [origin] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the servers did not start'))),
  ]);
  return {
    origin: String(origin),
    async stop() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
      await inside.remove();
    },
  };
}

/** A browser that has no other network than its guest's. */
export async function openBrowserAt({ namespace }: Guest, origin: string): Promise<Browser> {
  const inside = await programInside(namespace, chromiumPath());
  const browser = await chromium.launch({
    executablePath: inside.path,
    args: [...chromiumArgs, `--unsafely-treat-insecure-origin-as-secure=${origin}`],
  });
  browser.on('disconnected', () => void inside.remove());
  return browser;
}

/** A program as one file, as launchers want it, that runs in a namespace. */
async function programInside(namespace: string, program: string) {
  const folder = await mkdtemp(join(tmpdir(), 'holler-inside-'));
  const path = join(folder, 'program');
  await writeFile(path, `#!/bin/sh\nexec ip netns exec ${namespace} ${program} "$@"\n`);
  await chmod(path, 0o700);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
