import { expect, test } from 'vitest';
import { createTurn } from '../../../../../pwa/screens/call/news/speaking-turn.ts';

/** Levels ten times a second; resolves to when the turn was over, in milliseconds, or null. */
function hear(...parts: readonly (readonly [level: number, forMs: number])[]): number | null {
  const turn = createTurn();
  let at = 0;
  for (const [level, forMs] of parts) {
    for (const until = at + forMs; at < until; at += 100) if (turn.isOver(level, at)) return at;
  }
  return null;
}

test.each<[string, Parameters<typeof hear>, number | null]>([
  ['silence is no turn', [[0, 20_000]], null],
  [
    'a cough is none',
    [
      [0.8, 500],
      [0, 20_000],
    ],
    null,
  ],
  ['who goes on speaking is not at its end', [[0.5, 60_000]], null],
  [
    'who spoke and is silent has had it',
    [
      [0.5, 4_000],
      [0.01, 10_000],
    ],
    6_900,
  ],
  [
    'a pause to breathe does not end it',
    [
      [0.5, 4_000],
      [0, 2_000],
      [0.5, 1_000],
      [0, 2_000],
    ],
    null,
  ],
])('%s', (_, parts, over) => {
  expect(hear(...parts)).toBe(over);
});
