import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, programs, root } from '../../edge/dev/paths.ts';
import { namesOfProjects, selectInPlaywright, selectInVitest } from './filters.ts';
import { type Printer, printAtOnce, runVisibly } from './output.ts';
import type { PlannedStep } from './plan.ts';
import { readPlaywrightOutcomes, readVitestOutcomes, type TestOutcome } from './reports.ts';
import { add, noTests, playwrightTotals, type Totals, totalsOf, vitestTotals } from './totals.ts';

export interface RunnerContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Where it prints; at once unless it is told otherwise. */
  readonly printer?: Printer;
}

export interface RunResult {
  readonly totals: Totals;
  readonly outcomes: readonly TestOutcome[];
  /** Lines that the runner printed about errors which nothing caught; each counts as a failure. */
  readonly uncaught: readonly string[];
}

/** Runners write into a pipe, where they would use no colours; in a log, a colour for every dot is unreadable. */
export function runnerColours(isTerminal: boolean): RunnerContext['env'] {
  return isTerminal ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: undefined };
}

/** Playwright forces colours in its workers, and Node complains of a contradiction. */
const quietColours = { NO_COLOR: undefined };

const vitestConfig = ['--config', inRoot('test/vitest.config.ts')];
const playwrightConfig = ['--config', inRoot('test/e2e/playwright.config.ts')];

type PrintingContext = RunnerContext & { readonly printer: Printer };

/** All suites of one step belong to the same runner. */
export function runStep(step: PlannedStep, context: RunnerContext): Promise<RunResult> {
  const isVitest = step.suites.every(({ suite }) => suite.runner === 'vitest');
  const printer = context.printer ?? printAtOnce();
  printer.out(`\n${step.title}\n`);
  const printing = { ...context, printer };
  return isVitest ? runVitest(step, printing) : runPlaywright(step, printing);
}

async function runVitest(step: PlannedStep, context: PrintingContext): Promise<RunResult> {
  const file = freshReport(`vitest-${namesOfProjects(step).join('-')}`);
  const { code, uncaught } = await runVisibly(
    [
      ...[programs.vitest, 'run', ...vitestConfig, ...selectInVitest(step)],
      ...['--reporter', 'dot', '--reporter', inRoot('test/run/skip-notes.ts')],
      ...['--reporter', 'json', `--outputFile.json=${file}`],
      ...['--silent=passed-only', '--allowOnly=false'],
    ],
    context,
  );
  const report = readReport(file);
  return {
    totals: countUncaught(totalsOf(vitestTotals(report), code), uncaught),
    outcomes: readVitestOutcomes(report, root),
    uncaught,
  };
}

async function runPlaywright(step: PlannedStep, context: PrintingContext): Promise<RunResult> {
  const file = freshReport(`playwright-${namesOfProjects(step).join('-')}`);
  const { code, uncaught } = await runVisibly(
    [
      ...[programs.playwright, 'test', ...playwrightConfig, ...selectInPlaywright(step)],
      ...['--reporter', 'dot,json', '--forbid-only'],
    ],
    { ...context, env: { ...context.env, ...quietColours, PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
  );
  const report = readReport(file);
  return {
    totals: countUncaught(totalsOf(playwrightTotals(report), code), uncaught),
    outcomes: readPlaywrightOutcomes(report, root),
    uncaught,
  };
}

/** Arguments for Node: vitest as it runs again by itself when a file changes that a test imports. */
export function vitestWatchCommand(step: PlannedStep): readonly string[] {
  return [programs.vitest, 'watch', ...vitestConfig, ...selectInVitest(step)];
}

function countUncaught(totals: Totals, uncaught: readonly string[]): Totals {
  return add(totals, { ...noTests, failed: uncaught.length });
}

/** A report of an earlier run must not be taken for this one's. */
function freshReport(name: string): string {
  mkdirSync(inRoot('test/results'), { recursive: true });
  const file = inRoot(`test/results/${name}.json`);
  rmSync(file, { force: true });
  return file;
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
