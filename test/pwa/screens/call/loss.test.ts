import { expect, test } from 'vitest';
import { lossBetween } from '../../../../pwa/screens/call/loss.ts';

test.each([
  [undefined, { packetsReceived: 90, packetsLost: 10 }, 0.1],
  [{ packetsReceived: 90, packetsLost: 10 }, { packetsReceived: 190, packetsLost: 10 }, 0],
  [{ packetsReceived: 90, packetsLost: 10 }, { packetsReceived: 90, packetsLost: 10 }, null],
  // A packet that came late after all is counted out again.
  [{ packetsReceived: 90, packetsLost: 10 }, { packetsReceived: 100, packetsLost: 9 }, 0],
])('from %o to %o it is %s', (before, now, loss) => {
  expect(lossBetween(before, now)).toBe(loss);
});
