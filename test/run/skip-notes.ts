import type { Reporter, TestCase } from 'vitest/node';
import '../support/skip.ts';

/** Vitest's JSON report leaves out why a test called `skip(note)`: this writes it where the report has it. */
export default class SkipNotes implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state !== 'skipped' || result.note === undefined) return;
    test.meta().skipReason ??= result.note;
  }
}
