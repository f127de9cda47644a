import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { root } from '../../edge/dev/paths.ts';
import { createUncaughtScanner } from './uncaught.ts';

export interface VisibleRun {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface VisibleResult {
  readonly code: number;
  /** Lines about errors which nothing caught. */
  readonly uncaught: readonly string[];
}

/** Runs a JavaScript program with our own Node, shows what it prints, and reads along. */
export function runVisibly(
  args: readonly string[],
  { env, signal }: VisibleRun,
): Promise<VisibleResult> {
  if (signal.aborted) return Promise.resolve({ code: 1, uncaught: [] });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const scanners = [
      passThrough(child.stdout, process.stdout),
      passThrough(child.stderr, process.stderr),
    ];
    // Playwright tidies up after this signal only.
    const abort = () => child.kill('SIGINT');
    signal.addEventListener('abort', abort, { once: true });
    child.on('error', () => resolve({ code: 127, uncaught: [] }));
    child.on('close', (code) => {
      signal.removeEventListener('abort', abort);
      for (const scanner of scanners) scanner.finish();
      resolve({ code: code ?? 1, uncaught: scanners.flatMap(({ lines }) => lines) });
    });
  });
}

function passThrough(from: Readable, to: NodeJS.WriteStream) {
  const scanner = createUncaughtScanner();
  from.setEncoding('utf8').on('data', (text: string) => {
    to.write(text);
    scanner.read(text);
  });
  return scanner;
}
