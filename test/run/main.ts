import { parseArgs } from 'node:util';
import { Problem, runCli, say } from '../../edge/dev/cli.ts';
import { buildExtension, buildPwa } from '../../edge/dev/pwa-build.ts';
import { createRunMark } from '../support/leftovers.ts';
import { ensureChromium } from './chromium.ts';
import { ensureLiveKit } from './livekit.ts';
import { type RunnerContext, runPlaywright, runVitest } from './runners.ts';
import { ensureStorage } from './storage.ts';
import { add, isSuccess, noTests, type Totals, totalsLine } from './totals.ts';

/** A browser takes a moment to end after its test. */
const leftoverPatienceMs = 5_000;

/** A colour for every dot makes a log that nobody can read. */
const plainOutput = { NO_COLOR: '1', FORCE_COLOR: undefined };

type Suite = readonly [title: string, run: (context: RunnerContext) => Promise<Totals>];

const suites: readonly Suite[] = [
  ['Units, in Node and in workerd', (context) => runVitest(['node', 'edge'], context)],
  ['Conformance and bad input, against a real edge', (context) => runVitest(['stack'], context)],
  ['End to end, in Chromium', (context) => runPlaywright('e2e', context)],
];

const fullSuites: readonly Suite[] = [
  ['Load, faults and networks', (context) => runVitest(['full'], context)],
  ['Long runs, in Chromium', (context) => runPlaywright('full', context)],
];

const only = 'recording';

/** What a recorder shows from outside, for others than ours as well: see `outside-media.ts`. */
const recordingSuites: readonly Suite[] = [
  ['Recording, and its faults', (context) => runVitest(['stack'], { ...context, only })],
  ['Recording, in Chromium', (context) => runPlaywright('e2e', { ...context, only })],
];

const options = {
  full: { type: 'boolean', default: false },
  recording: { type: 'boolean', default: false },
} as const;

await runCli(test);

async function test(signal: AbortSignal): Promise<number> {
  const { full, recording } = parseArgs({ options }).values;
  const chosen = full ? [...suites, ...fullSuites] : suites;
  const totals = await totalsOfAll(recording ? recordingSuites : chosen, signal);
  say(`\n${totalsLine(totals)}`);
  return isSuccess(totals) ? 0 : 1;
}

async function totalsOfAll(chosen: readonly Suite[], signal: AbortSignal): Promise<Totals> {
  const mark = createRunMark();
  const env = { ...process.env, ...mark.env, ...(process.stdout.isTTY ? {} : plainOutput) };
  let totals = noTests;
  try {
    await ensureChromium(signal);
    await ensureLiveKit(signal);
    await ensureStorage(signal);
    await buildPwa(signal);
    await buildExtension(signal);
    for (const [title, run] of chosen) {
      say(`\n${title}`);
      totals = add(totals, await run({ env, signal }));
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
    totals = add(totals, { ...noTests, failed: 1 });
  }
  const left = await mark.sweep(leftoverPatienceMs);
  for (const { pid, command } of left) say(`Left behind: ${pid} ${command.slice(0, 120)}`);
  return left.length > 0 ? add(totals, { ...noTests, failed: 1 }) : totals;
}
