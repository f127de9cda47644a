import * as v from 'valibot';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noTests: Totals = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Totals, b: Totals): Totals {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** The last line of every run, which other programs read. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export function isSuccess({ passed, failed }: Totals): boolean {
  return failed === 0 && passed > 0;
}

/** A runner that ended badly without naming a failed test has crashed: that is a failure too. */
export function totalsOf(reported: Totals | null, exitCode: number): Totals {
  const totals = reported ?? noTests;
  const crashed = reported === null || (exitCode !== 0 && totals.failed === 0);
  return crashed ? add(totals, { ...noTests, failed: 1 }) : totals;
}

const VitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  testResults: v.array(
    v.object({ status: v.string(), assertionResults: v.array(v.object({ status: v.string() })) }),
  ),
});

export function vitestTotals(report: unknown): Totals | null {
  const parsed = v.safeParse(VitestReport, report);
  if (!parsed.success) return null;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    parsed.output;
  // A file that could not be loaded, or whose setup failed, has failed without a failed test in it.
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles,
    skipped: numPendingTests + numTodoTests,
  };
}

const PlaywrightReport = v.object({
  stats: v.object({
    expected: v.number(),
    unexpected: v.number(),
    flaky: v.number(),
    skipped: v.number(),
  }),
});

export function playwrightTotals(report: unknown): Totals | null {
  const parsed = v.safeParse(PlaywrightReport, report);
  if (!parsed.success) return null;
  const { expected, unexpected, flaky, skipped } = parsed.output.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}
