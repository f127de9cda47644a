import { expect, it } from 'vitest';
import { summaryOf } from '../../edge/dev/summary.ts';

const running = { port: 8788, logFile: '.cache/dev/edge.log' } as const;

it('tells the address, the log and how to stop', () => {
  const text = summaryOf({ ...running, turn: 'coturn' });
  expect(text).toContain('http://localhost:8788\n');
  expect(text).toContain('.cache/dev/edge.log');
  expect(text).toContain('Ctrl-C');
});

it('tells why TURN is off and what that means', () => {
  expect(summaryOf({ ...running, turn: 'not-installed' })).toMatch(
    /TURN +off: coturn is not installed; calls across strict networks will not connect/,
  );
});

it.each(['coturn', 'configured'] as const)('does not call TURN off when it is %s', (turn) => {
  expect(summaryOf({ ...running, turn })).not.toMatch(/TURN +off/);
});
