import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../../edge/dev/child.ts';
import { findProgram } from '../../edge/dev/find-program.ts';
import { freePort } from '../../edge/dev/ports.ts';

const readyTimeoutMs = 10_000;
const pollMs = 50;

export interface Redis {
  /** `host:port`. */
  readonly address: string;
  kill(): Promise<void>;
}

export const redisProgram = findProgram(['redis-server'], process.env.PATH ?? '');

/** Completes a sentence that says what is not tested. */
export const howToGetRedis = 'install redis-server to have that tested';

/** On the loopback address, and kept in memory alone. */
export async function startRedis(folder: string): Promise<Redis> {
  if (redisProgram === null) throw new Error(howToGetRedis);
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const child = startChild({
    command: redisProgram,
    args: [
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
      ...['--save', '', '--appendonly', 'no'],
    ],
    logFile: join(folder, 'redis.log'),
  });
  const deadline = performance.now() + readyTimeoutMs;
  while (!(await isListening(port))) {
    if (performance.now() > deadline) throw new Error('Redis did not start.');
    await delay(pollMs);
  }
  return { address: `127.0.0.1:${port}`, kill: child.kill };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
