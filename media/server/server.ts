import { setTimeout as delay } from 'node:timers/promises';
import { type Child, runTool, startChild } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import type { Launch, Preparation } from './program.ts';

const readyTimeoutMs = 20_000;
const answerTimeoutMs = 1_000;
const pollMs = 50;
/** Something that ends more often than this will not be mended by another start. */
const mostRevivals = 3;
const revivalMs = 60_000;

export interface RunningServer {
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

export interface ServerOptions {
  readonly name: string;
  readonly preparation: Preparation | null;
  readonly launch: Launch;
  readonly logFile: string;
  /** Answers well when it is up. */
  readonly healthUrl: string;
  readonly stopGraceMs: number;
  /** Starts it again when it ends by itself, unless it does so again and again. */
  readonly revives?: boolean;
  progress?(sentence: string): void;
}

/** Runs a server in the background, after building or fetching it where necessary. */
export function startServer(options: ServerOptions): RunningServer {
  const { name, preparation, launch, logFile, healthUrl, progress = () => {} } = options;
  const stopping = new AbortController();
  const exit = Promise.withResolvers<string>();
  const revivedAt: number[] = [];
  let running: Child | null = null;

  async function run(): Promise<void> {
    const child = startChild({ ...launch, logFile });
    running = child;
    let wasUp = false;
    void child.exited.then((how) => {
      if (running !== child) return;
      if (wasUp && options.revives && mayRevive()) void run().catch(() => exit.resolve(how));
      else exit.resolve(how);
    });
    wasUp = await answers(healthUrl, child);
    if (wasUp) return;
    await end((broken) => broken.kill());
    stopping.signal.throwIfAborted();
    throw new Problem(`${name} did not start; its log is ${logFile}.`);
  }

  function mayRevive(): boolean {
    const now = performance.now();
    revivedAt.push(now);
    return revivedAt.filter((at) => now - at < revivalMs).length <= mostRevivals;
  }

  async function prepareAndRun(): Promise<void> {
    await preparation?.run(progress, stopping.signal);
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
    logFile,
    ready,
    exited: exit.promise,
    async stop() {
      stopping.abort(new Problem(`${name} was stopped.`));
      await end((child) => child.stop(options.stopGraceMs));
      await ready.catch(() => {});
    },
    kill: () => end((child) => child.kill()),
    restart: run,
  };
}

async function answers(url: string, child: Child): Promise<boolean> {
  const deadline = performance.now() + readyTimeoutMs;
  const ended = child.exited.then(() => true);
  while (performance.now() < deadline) {
    if (await isUp(url)) return true;
    if (await Promise.race([ended, delay(pollMs, false)])) return false;
  }
  return false;
}

async function isUp(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
