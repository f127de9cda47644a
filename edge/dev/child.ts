import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { root } from './paths.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints is appended here. */
  readonly logFile: string;
}

export interface Child {
  readonly pid: number;
  /** The exit code, or the signal's name. */
  readonly exited: Promise<string>;
  /** Asks it to stop; what has not after the grace is killed with all that it started. */
  stop(graceMs: number): Promise<void>;
  /** Ends it and all that it started, as a crash would. */
  kill(): Promise<void>;
}

/** Starts a program in a process group of its own, so that a Ctrl-C reaches it only through us. */
export function startChild(options: ChildOptions): Child {
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(options.command, options.args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const exited = exitOf(child);
  const pid = child.pid ?? -1;

  async function kill(): Promise<void> {
    signalGroup(pid, 'SIGKILL');
    await exited;
  }

  return {
    pid,
    exited,
    kill,
    async stop(graceMs) {
      if (pid !== -1) child.kill('SIGTERM');
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
      // It may have left a process of its own behind when it ended.
      signalGroup(pid, 'SIGKILL');
    },
  };
}

export interface ToolResult {
  readonly code: number;
  readonly output: string;
}

export interface ToolOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Told what it prints while it runs. */
  onOutput?(text: string): void;
}

/** Runs a program to its end and collects what it prints. */
export async function runTool(
  command: string,
  args: readonly string[],
  { env, signal, onOutput }: ToolOptions = {},
): Promise<ToolResult> {
  signal?.throwIfAborted();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      onOutput?.(chunk.toString());
    };
    const abort = () => signalGroup(child.pid ?? -1, 'SIGKILL');
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    signal?.addEventListener('abort', abort, { once: true });
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => {
      signal?.removeEventListener('abort', abort);
      resolve({ code: code ?? 1, output });
    });
  });
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}
