import { expect, test } from 'vitest';
import { createTurn } from '../../../../../pwa/screens/call/news/speaking-turn.ts';

interface Sounded {
  readonly level: number;
  readonly forMs: number;
}

const loud = (forMs: number): Sounded => ({ level: 0.5, forMs });
const still = (forMs: number): Sounded => ({ level: 0.01, forMs });

/** Levels ten times a second; when the turn was over, in milliseconds, or null. */
function hear(parts: readonly Sounded[]): number | null {
  const turn = createTurn();
  let at = 0;
  for (const { level, forMs } of parts) {
    for (const until = at + forMs; at < until; at += 100) if (turn.isOver(level, at)) return at;
  }
  return null;
}

test.each([
  { what: 'silence is no turn', parts: [still(20_000)], over: null },
  { what: 'a cough is none', parts: [loud(500), still(20_000)], over: null },
  { what: 'who goes on speaking is not at its end', parts: [loud(60_000)], over: null },
  { what: 'who spoke and is silent has had it', parts: [loud(4_000), still(10_000)], over: 6_900 },
  {
    what: 'a pause to breathe does not end it',
    parts: [loud(4_000), still(2_000), loud(1_000), still(2_000)],
    over: null,
  },
])('$what', ({ parts, over }) => {
  expect(hear(parts)).toBe(over);
});
