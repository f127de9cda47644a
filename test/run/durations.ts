import type { TestOutcome } from './reports.ts';

/** As it stands in `test/results/durations.json`. */
export interface TestDuration {
  readonly file: string;
  readonly name: string;
  readonly durationMs: number;
}

/** Of the tests that ran, the slowest first. */
export function rankDurations(outcomes: readonly TestOutcome[]): readonly TestDuration[] {
  return outcomes
    .filter(({ isSkipped }) => !isSkipped)
    .map(({ file, name, durationMs }) => ({ file, name, durationMs: Math.round(durationMs) }))
    .sort((a, b) => b.durationMs - a.durationMs);
}

export function formatSlowest(ranked: readonly TestDuration[], count: number): string {
  const lines = ranked.slice(0, count).map(({ file, name, durationMs }) => {
    const seconds = (durationMs / 1_000).toFixed(1).padStart(7);
    return `${seconds} s  ${file} › ${name}`;
  });
  return ['The slowest tests:', ...lines].join('\n');
}
