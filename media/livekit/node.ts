import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, runTool, startChild } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import { freePort, freeUdpPort } from '../../edge/dev/ports.ts';
import type { LiveKitConfig } from './config.ts';
import type { LiveKitProgram } from './program.ts';

const readyTimeoutMs = 20_000;
const answerTimeoutMs = 1_000;
const pollMs = 50;
/** It would wait for calls to end, which nobody who presses Ctrl-C does. */
const stopGraceMs = 1_000;

export interface LiveKitNode {
  readonly port: number;
  readonly mediaPort: number;
  readonly logFile: string;
  /** Resolves when it answers; rejects with a `Problem` when it never will. */
  readonly ready: Promise<void>;
  /** How it ended; stays pending while it runs, and when we ended it. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
  /** What a crash does. */
  kill(): Promise<void>;
  /** After `kill`: on the same ports; resolves when it answers. */
  restart(): Promise<void>;
}

export interface NodeOptions extends Pick<LiveKitConfig, 'keys' | 'webhookUrl' | 'redis'> {
  /** Of its own: its configuration and its log. */
  readonly folder: string;
  progress?(sentence: string): void;
}

/** Runs one LiveKit server in the background, on free ports of this machine. */
export async function startNode(
  program: LiveKitProgram,
  { folder, progress = () => {}, ...options }: NodeOptions,
): Promise<LiveKitNode> {
  mkdirSync(folder, { recursive: true });
  const config: LiveKitConfig = {
    ...options,
    network: program.network,
    port: await freePort(),
    mediaPort: await freeUdpPort(),
  };
  const launch = program.launch(config, folder);
  const logFile = join(folder, 'livekit.log');
  const stopping = new AbortController();
  const exit = Promise.withResolvers<string>();
  let running: Child | null = null;

  async function run(): Promise<void> {
    const child = startChild({ ...launch, logFile });
    running = child;
    void child.exited.then((how) => running === child && exit.resolve(how));
    if (await answers(config.port, child)) return;
    await end((broken) => broken.kill());
    stopping.signal.throwIfAborted();
    throw new Problem(`LiveKit did not start; its log is ${logFile}.`);
  }

  async function prepareAndRun(): Promise<void> {
    await program.preparation?.run(progress, stopping.signal);
    await run();
  }

  async function end(by: (child: Child) => Promise<void>): Promise<void> {
    const child = running;
    running = null;
    if (child === null) return;
    await by(child);
    if (launch.cleanUp) await runTool(launch.command, launch.cleanUp);
  }

  const ready = prepareAndRun();
  // Whoever does not wait for it must not be ended by its failure.
  ready.catch(() => {});
  return {
    port: config.port,
    mediaPort: config.mediaPort,
    logFile,
    ready,
    exited: exit.promise,
    async stop() {
      stopping.abort(new Problem('LiveKit was stopped.'));
      await end((child) => child.stop(stopGraceMs));
      await ready.catch(() => {});
    },
    kill: () => end((child) => child.kill()),
    restart: run,
  };
}

async function answers(port: number, child: Child): Promise<boolean> {
  const deadline = performance.now() + readyTimeoutMs;
  const ended = child.exited.then(() => true);
  while (performance.now() < deadline) {
    if (await isUp(port)) return true;
    if (await Promise.race([ended, delay(pollMs, false)])) return false;
  }
  return false;
}

async function isUp(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
