import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import { findProgram } from '../../edge/dev/find-program.ts';
import { coturnConfigText } from './config.ts';

const loopback = '127.0.0.1';
const relayPorts = { from: 49_160, to: 49_559 };
const readyTimeoutMs = 10_000;
const pollMs = 25;
const stopGraceMs = 3_000;

export interface TurnServer {
  readonly port: number;
  /** What the edge needs to hand out credentials for it. */
  readonly settings: { readonly TURN_URLS: string; readonly TURN_SECRET: string };
  readonly logFile: string;
  /** How it ended; stays pending while it runs and after `stop`. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

export interface CoturnOptions {
  readonly folder: string;
  readonly port: number;
  /** Where others than this machine can reach it, as in network namespaces. */
  readonly listenIp?: string;
}

/** Starts coturn with a secret of its own; null when it is not installed. */
export async function startCoturn(options: CoturnOptions): Promise<TurnServer | null> {
  const command = findProgram(['turnserver']);
  if (command === null) return null;
  const { folder, port, listenIp = loopback } = options;
  const secret = randomBytes(24).toString('base64url');
  const configFile = join(folder, 'turnserver.conf');
  const logFile = join(folder, 'turnserver.log');
  const config = coturnConfigText({
    listenIp,
    port,
    relayIp: listenIp,
    relayPorts,
    secret,
    loopbackPeers: listenIp === loopback,
    pidFile: join(folder, 'turnserver.pid'),
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(configFile, config, { mode: 0o600 });

  const child = startChild({ command, args: ['-c', configFile], logFile });
  let stopping = false;
  const exited = new Promise<string>((resolve) => {
    void child.exited.then((how) => stopping || resolve(how));
  });
  const ready = await Promise.race([untilListening(listenIp, port), exited.then(() => false)]);
  if (!ready) {
    await child.kill();
    throw new Problem(`The TURN server did not start; its log is ${logFile}.`);
  }
  return {
    port,
    settings: {
      TURN_URLS: ['udp', 'tcp'].map((via) => `turn:${listenIp}:${port}?transport=${via}`).join(),
      TURN_SECRET: secret,
    },
    logFile,
    exited,
    async stop() {
      stopping = true;
      await child.stop(stopGraceMs);
    },
  };
}

async function untilListening(host: string, port: number): Promise<boolean> {
  const deadline = performance.now() + readyTimeoutMs;
  while (performance.now() < deadline) {
    if (await accepts(host, port)) return true;
    await delay(pollMs);
  }
  return false;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
