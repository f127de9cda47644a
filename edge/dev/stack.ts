import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { type LiveKitServer, startLiveKit, webhookOf } from '../../media/livekit/livekit.ts';
import { type RecordingMachine, startRecordingMachine } from '../../media/recorder/machine.ts';
import { kept } from '../../media/server/kept.ts';
import type { Child } from './child.ts';
import { Problem } from './cli.ts';
import { inRoot } from './paths.ts';
import { portState } from './ports.ts';
import { copyEmptyDatabase, takeSnapshot } from './snapshot.ts';
import { migrateLocalDatabase, type Settings, startEdge } from './wrangler.ts';

const readyTimeoutMs = 60_000;
const pollMs = 50;
const stopGraceMs = 5_000;

export interface StackOptions {
  readonly port: number;
  /** The folder of the databases, the log and the secrets of this stack. */
  readonly persistTo: string;
  /** What the edge reads from its environment, over `wrangler.toml`. */
  readonly settings?: Settings;
  /** Starts LiveKit as well, which large calls go through; the edge does not wait for it. */
  readonly sfu?: boolean;
  /** Has that LiveKit be the TURN server of the other calls; needs `sfu`. */
  readonly turn?: boolean;
  /** Starts a recorder, its storage and a mail catcher as well; they need `sfu`. */
  readonly recording?: boolean;
  /** Told how LiveKit is built or fetched, where that is necessary. */
  progress?(sentence: string): void;
  /** Runs a copy of the program as it is now: later edits and builds do not touch it. */
  readonly frozen?: boolean;
  readonly signal?: AbortSignal;
}

export interface Stack {
  readonly origin: string;
  /** Null when it was not asked for, or there is no way to have it. */
  readonly sfu: LiveKitServer | null;
  /** Null when it was not asked for, or there is no way to have it. */
  readonly recording: RecordingMachine | null;
  readonly logFile: string;
  /** Resolves with a sentence when a part ended that nobody stopped. */
  readonly failed: Promise<string>;
  readLog(): string;
  stop(): Promise<void>;
  /** What a crash does: the edge is gone at once, everything else stays. */
  killEdge(): Promise<void>;
  /** The edge again, on the same port and with what it had stored; resolves when it answers. */
  restartEdge(): Promise<void>;
}

/** The whole server side on this machine: the database, the edge and the media server. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { port, persistTo, signal } = options;
  const origin = `http://127.0.0.1:${port}`;
  const logFile = join(persistTo, 'edge.log');
  mkdirSync(persistTo, { recursive: true });
  writeFileSync(logFile, '', { mode: 0o600 });
  const [source] = await Promise.all([
    options.frozen
      ? takeSnapshot(join(persistTo, 'program'), signal)
      : { config: inRoot('wrangler.toml') },
    options.frozen ? copyEmptyDatabase(persistTo, signal) : migrateLocalDatabase(persistTo, signal),
  ]);

  const failure = Promise.withResolvers<string>();
  const sfu = options.sfu ? await startLiveKit({ ...options, folder: persistTo, origin }) : null;
  void sfu?.exited.then((how) =>
    failure.resolve(`LiveKit ended (${how}); its log is ${sfu.logFile}.`),
  );
  const recording =
    options.recording && sfu
      ? await startRecordingMachine({
          ...options,
          folder: persistTo,
          liveKit: { ...sfu.keys, url: sfu.url },
          webhookUrls: [webhookOf(origin)],
        })
      : null;
  void recording?.failed.then(failure.resolve);
  const settings = {
    ...(recording && { ...recording.settings, ...secretsIn(persistTo), HOLLER_ORIGIN: origin }),
    ...options.settings,
    ...sfu?.settings,
  };
  let edge: Child | null = null;

  async function start(): Promise<void> {
    const child = startEdge({ source, port, persistTo, settings, logFile });
    edge = child;
    void child.exited.then((how) => {
      if (edge === child) failure.resolve(`The edge ended (${how}); its log is ${logFile}.`);
    });
    await untilHealthy({ origin, child, logFile, signal });
  }

  async function endEdge(end: (child: Child) => Promise<void>): Promise<void> {
    const child = edge;
    edge = null;
    if (child) await end(child);
    await untilFree(port);
  }

  async function stop(): Promise<void> {
    // The recorder first: what it tells the edge, and asks LiveKit, should find them there.
    await recording?.stop();
    await Promise.all([endEdge((child) => child.stop(stopGraceMs)), sfu?.stop()]);
  }

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    sfu,
    recording,
    logFile,
    failed: failure.promise,
    readLog: () => readFileSync(logFile, 'utf8'),
    stop,
    killEdge: () => endEdge((child) => child.kill()),
    restartEdge: start,
  };
}

const Secrets = v.object({ RECORDING_SECRET: v.string(), OPERATOR_SECRET: v.string() });

/** Links to recordings must outlive a restart. */
function secretsIn(folder: string): Settings {
  const secret = () => randomBytes(36).toString('base64url');
  const make = () => ({ RECORDING_SECRET: secret(), OPERATOR_SECRET: secret() });
  return kept(join(folder, 'recording-secrets.json'), Secrets, make);
}

interface Health {
  readonly origin: string;
  readonly child: Child;
  readonly logFile: string;
  readonly signal: AbortSignal | undefined;
}

async function untilHealthy({ origin, child, logFile, signal }: Health): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs;
  let ended: string | null = null;
  void child.exited.then((how) => {
    ended = how;
  });
  while (!(await isHealthy(origin))) {
    signal?.throwIfAborted();
    if (ended !== null || performance.now() > deadline) {
      const why = ended === null ? 'did not answer in time' : `ended (${ended})`;
      throw new Problem(`${lastLines(logFile)}\nThe edge ${why}; its log is ${logFile}.`);
    }
    await delay(pollMs);
  }
}

async function isHealthy(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

/** The kernel may keep a killed server's port for a moment. */
async function untilFree(port: number): Promise<void> {
  const deadline = performance.now() + stopGraceMs;
  while ((await portState(port)) !== 'free' && performance.now() < deadline) await delay(pollMs);
}

function lastLines(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n');
}
