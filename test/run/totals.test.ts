import { describe, expect, it } from 'vitest';
import { add, isSuccess, playwrightTotals, totalsLine, totalsOf, vitestTotals } from './totals.ts';

const vitestReport = (files: { status: string; assertionResults: { status: string }[] }[]) => ({
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: files,
});

describe('the last line', () => {
  it.each([
    [{ passed: 4, failed: 0, skipped: 0 }, '4 passed, 0 failed'],
    [{ passed: 4, failed: 1, skipped: 2 }, '4 passed, 1 failed, 2 skipped'],
  ])('for %j', (totals, line) => {
    expect(totalsLine(totals)).toBe(line);
  });

  it('adds the runners up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(add(one, one)).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });

  it.each([
    ['all pass', { passed: 1, failed: 0, skipped: 0 }, true],
    ['one fails', { passed: 9, failed: 1, skipped: 0 }, false],
    ['nothing ran', { passed: 0, failed: 0, skipped: 3 }, false],
  ])('is a success when %s: %o → %s', (_when, totals, success) => {
    expect(isSuccess(totals)).toBe(success);
  });
});

describe('what a runner reports', () => {
  it('counts a file that could not be loaded as a failure', () => {
    const files = [
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(vitestTotals(vitestReport(files))).toEqual({ passed: 3, failed: 2, skipped: 3 });
  });

  it('counts a flaky test as a failure', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(playwrightTotals({ stats })).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it('counts a runner that crashed as a failure', () => {
    const fine = { passed: 3, failed: 0, skipped: 0 };
    expect(totalsOf(fine, 0)).toEqual(fine);
    expect(totalsOf(fine, 1)).toEqual({ ...fine, failed: 1 });
    expect(totalsOf({ ...fine, failed: 2 }, 1)).toEqual({ ...fine, failed: 2 });
    expect(totalsOf(vitestTotals(null), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
