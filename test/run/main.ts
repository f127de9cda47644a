import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Problem, runCli, say } from '../../edge/dev/cli.ts';
import { inRoot } from '../../edge/dev/paths.ts';
import { createRunMark } from '../support/leftovers.ts';
import { formatSlowest, rankDurations } from './durations.ts';
import { listTestFiles } from './files.ts';
import { needsOfAll } from './needs.ts';
import { readTestOptions, requireMatches } from './options.ts';
import { printAtEnd, printAtOnce } from './output.ts';
import { groupSteps, type PlannedStep, planSteps } from './plan.ts';
import { prepareNeeds } from './prepare.ts';
import { type RunResult, runnerColours, runStep } from './runners.ts';
import { formatSkips } from './skips.ts';
import { steps } from './suites.ts';
import { add, isSuccess, noTests, type Totals, totalsLine } from './totals.ts';

/** A browser takes a moment to end after its test. */
const leftoverPatienceMs = 5_000;

const shownSlowest = 20;

/** `npm test [-- PATH… [--full] [--slowest]]` */
await runCli(async (signal) => {
  const { paths, full, slowest } = readTestOptions(process.argv.slice(2));
  const planned = planSteps({ paths, full }, steps, listTestFiles);
  requireMatches(paths, planned);
  const { results, totals } = await runAll(planned, signal);
  const outcomes = results.flatMap((result) => result.outcomes);
  const ranked = rankDurations(outcomes);
  mkdirSync(inRoot('test/results'), { recursive: true });
  writeFileSync(inRoot('test/results/durations.json'), `${JSON.stringify(ranked, null, 2)}\n`);
  const uncaught = results.flatMap((result) => result.uncaught);
  const paragraphs = [
    slowest ? formatSlowest(ranked, shownSlowest) : '',
    // Of a run that was interrupted, most tests have not run, and there is nothing to say about why.
    signal.aborted ? '' : formatSkips(outcomes),
    uncaught.map((line) => `Counted as a failure, because nothing caught it: ${line}`).join('\n'),
    totalsLine(totals),
  ];
  for (const paragraph of paragraphs) if (paragraph !== '') say(`\n${paragraph}`);
  return isSuccess(totals) ? 0 : 1;
});

interface Run {
  readonly results: readonly RunResult[];
  readonly totals: Totals;
}

async function runAll(planned: readonly PlannedStep[], signal: AbortSignal): Promise<Run> {
  const mark = createRunMark();
  const env = { ...process.env, ...mark.env, ...runnerColours(process.stdout.isTTY) };
  const results: RunResult[] = [];
  let failed = 0;
  try {
    await prepareNeeds(
      needsOfAll(planned, (file) => readFileSync(inRoot(file), 'utf8')),
      signal,
    );
    for (const group of groupSteps(planned)) {
      const running = group.map((step, index) =>
        runStep(step, { env, signal, printer: index === 0 ? printAtOnce() : printAtEnd() }),
      );
      results.push(...(await Promise.all(running)));
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
    failed += 1;
  }
  const left = await mark.sweep(leftoverPatienceMs);
  for (const { pid, command } of left) say(`Left behind: ${pid} ${command.slice(0, 120)}`);
  if (left.length > 0) failed += 1;
  const totals = results.reduce((sum, result) => add(sum, result.totals), { ...noTests, failed });
  return { results, totals };
}
