import { describe, expect, it } from 'vitest';
import { createUncaughtScanner } from './uncaught.ts';

function scan(...pieces: readonly string[]): readonly string[] {
  const scanner = createUncaughtScanner();
  for (const piece of pieces) scanner.read(piece);
  scanner.finish();
  return scanner.lines;
}

describe('what is found in the output of a runner', () => {
  it.each([
    [
      'workerd’s line, after the dots of a reporter',
      '\u001b[32m·\u001b[39m··uncaught exception; source = Uncaught (in promise); stack = Error: no\n    at x\n',
      ['uncaught exception; source = Uncaught (in promise); stack = Error: no'],
    ],
    [
      'Node’s own',
      '[UnhandledPromiseRejection: This error originated …]\n',
      ['UnhandledPromiseRejection: This error originated …]'],
    ],
    [
      'vitest’s headings',
      '⎯⎯ Unhandled Rejection ⎯⎯\n⎯⎯ Uncaught Exception ⎯⎯\n',
      ['Unhandled Rejection ⎯⎯', 'Uncaught Exception ⎯⎯'],
    ],
    ['a line that is not ended', 'uncaught exception; x', ['uncaught exception; x']],
    ['nothing in an ordinary run', '··········\n Tests  9 passed (9)\n', []],
    ['nothing in no output', '', []],
  ])('%s', (_what, output, lines) => {
    expect(scan(output)).toEqual(lines);
  });

  it('is found when it comes in pieces', () => {
    expect(scan('··unca', 'ught excep', 'tion; here\n··\n')).toEqual(['uncaught exception; here']);
  });
});
