import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { root } from '../../edge/dev/paths.ts';
import { createUncaughtScanner } from './uncaught.ts';

/** Where a runner's output goes. */
export interface Printer {
  out(text: string): void;
  error(text: string): void;
  /** The runner has ended. */
  finish(): void;
}

export function printAtOnce(): Printer {
  return {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    finish: () => {},
  };
}

/** Keeps it until its runner has ended: two runners that print at once cannot be read. */
export function printAtEnd(): Printer {
  const kept: string[] = [];
  const keep = (text: string) => void kept.push(text);
  return { out: keep, error: keep, finish: () => void process.stdout.write(kept.join('')) };
}

export interface VisibleRun {
  readonly printer: Printer;
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
  { env, signal, printer }: VisibleRun,
): Promise<VisibleResult> {
  if (signal.aborted) return Promise.resolve({ code: 1, uncaught: [] });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const scanners = [
      passThrough(child.stdout, printer.out),
      passThrough(child.stderr, printer.error),
    ];
    // Playwright tidies up after this signal only.
    const abort = () => child.kill('SIGINT');
    signal.addEventListener('abort', abort, { once: true });
    child.on('error', () => resolve({ code: 127, uncaught: [] }));
    child.on('close', (code) => {
      signal.removeEventListener('abort', abort);
      for (const scanner of scanners) scanner.finish();
      printer.finish();
      resolve({ code: code ?? 1, uncaught: scanners.flatMap(({ lines }) => lines) });
    });
  });
}

function passThrough(from: Readable, print: (text: string) => void) {
  const scanner = createUncaughtScanner();
  from.setEncoding('utf8').on('data', (text: string) => {
    print(text);
    scanner.read(text);
  });
  return scanner;
}
