import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../../../edge/dev/child.ts';
import { inRoot, programs } from '../../../edge/dev/paths.ts';
import { freePort } from '../../../edge/dev/ports.ts';
import { wranglerEnvironment } from '../../../edge/dev/wrangler.ts';

const pollMs = 100;
const startTimeoutMs = 30_000;
const stopGraceMs = 5_000;

export interface BareRelay {
  readonly origin: string;
  stop(): Promise<void>;
}

/** A Durable Object that relays without checking anything, served as the edge is. */
export async function startBareRelay(): Promise<BareRelay> {
  const folder = await mkdtemp(join(tmpdir(), 'holler-bench-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = startChild({
    command: process.execPath,
    args: [
      ...[programs.wrangler, 'dev', '--config', inRoot('test/bench/bare-relay/wrangler.toml')],
      ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
      ...['--persist-to', folder, '--show-interactive-dev-session=false'],
    ],
    env: wranglerEnvironment,
    logFile: join(folder, 'log'),
  });
  const stop = async () => {
    await child.stop(stopGraceMs);
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + startTimeoutMs;
  while (!(await answers(origin))) {
    if (performance.now() > deadline) {
      await stop();
      throw new Error('the bare relay did not start');
    }
    await delay(pollMs);
  }
  return { origin, stop };
}

async function answers(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(origin);
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
