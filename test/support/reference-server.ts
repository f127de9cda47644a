import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ReferenceServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts the `peer` package on a free port of the loopback. */
export async function startReferenceServer(): Promise<ReferenceServer> {
  const child = fork(new URL('reference-server-process.ts', import.meta.url), {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  const port = await firstLine(child);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the reference server has no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the reference server did not start');
}
