import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../../../edge/dev/child.ts';
import { Problem } from '../../../edge/dev/cli.ts';
import { findProgram } from '../../../edge/dev/find-program.ts';

const relayPorts = { from: 49_160, to: 49_559 };
const readyTimeoutMs = 10_000;
const pollMs = 25;
const stopGraceMs = 3_000;

export interface TurnServer {
  /** What the edge needs to hand out credentials for it. */
  readonly settings: { readonly TURN_URLS: string; readonly TURN_SECRET: string };
  stop(): Promise<void>;
}

export interface CoturnOptions {
  readonly folder: string;
  /** Where the guests of a network reach it, and where it receives what it relays. */
  readonly address: string;
  readonly port: number;
}

/** Starts coturn with a secret of its own; null when it is not installed. */
export async function startCoturn(options: CoturnOptions): Promise<TurnServer | null> {
  const command = findProgram(['turnserver']);
  if (command === null) return null;
  const { folder, address, port } = options;
  const secret = randomBytes(24).toString('base64url');
  const configFile = join(folder, 'turnserver.conf');
  const logFile = join(folder, 'turnserver.log');
  mkdirSync(folder, { recursive: true });
  writeFileSync(configFile, coturnConfigText(options, secret), { mode: 0o600 });

  const child = startChild({ command, args: ['-c', configFile], logFile });
  const ready = await Promise.race([untilListening(address, port), child.exited.then(() => false)]);
  if (!ready) {
    await child.kill();
    throw new Problem(`The TURN server did not start; its log is ${logFile}.`);
  }
  return {
    settings: {
      TURN_URLS: ['udp', 'tcp'].map((via) => `turn:${address}:${port}?transport=${via}`).join(),
      TURN_SECRET: secret,
    },
    stop: () => child.stop(stopGraceMs),
  };
}

function coturnConfigText({ folder, address, port }: CoturnOptions, secret: string): string {
  return [
    `listening-ip=${address}`,
    `listening-port=${port}`,
    `relay-ip=${address}`,
    `min-port=${relayPorts.from}`,
    `max-port=${relayPorts.to}`,
    'realm=holler',
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'fingerprint',
    'no-tls',
    'no-dtls',
    'no-cli',
    'no-multicast-peers',
    `pidfile=${join(folder, 'turnserver.pid')}`,
    'log-file=stdout',
    'simple-log',
    '',
  ].join('\n');
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
