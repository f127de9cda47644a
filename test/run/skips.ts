import type { TestOutcome } from './reports.ts';

/** Every skipped test by name, under its reason; empty when none was skipped. */
export function formatSkips(outcomes: readonly TestOutcome[]): string {
  const groups = new Map<string, string[]>();
  for (const { isSkipped, skipReason, file, name } of outcomes) {
    if (!isSkipped) continue;
    const heading =
      skipReason === null ? 'Skipped, no reason given:' : `Skipped, because ${skipReason}:`;
    groups.set(heading, [...(groups.get(heading) ?? []), `  ${file} › ${name}`]);
  }
  return [...groups].map(([heading, names]) => [heading, ...names].join('\n')).join('\n');
}
