import { stripVTControlCharacters } from 'node:util';

/**
 * What workerd prints when a promise or an event of a Durable Object fails and nothing handles it, and what Node
 * prints about itself. The tests may pass all the same, since what failed ran beside them.
 */
const signs =
  /uncaught exception|uncaughtexception|unhandled (?:promise )?rejection|unhandledpromiserejection/i;

export interface UncaughtScanner {
  /** Takes output as it comes, in pieces that may end within a line. */
  read(text: string): void;
  /** The last line may have come without its end. */
  finish(): void;
  readonly lines: readonly string[];
}

/** Finds the lines of a runner's output that speak of an error which nothing caught. */
export function createUncaughtScanner(): UncaughtScanner {
  const lines: string[] = [];
  let rest = '';

  function check(raw: string): void {
    const line = stripVTControlCharacters(raw);
    const found = signs.exec(line);
    // A reporter's dots may stand before it, on the same line.
    if (found !== null) lines.push(line.slice(found.index).trim());
  }

  return {
    lines,
    read(text) {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) check(part);
    },
    finish() {
      check(rest);
      rest = '';
    },
  };
}
