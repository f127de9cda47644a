import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Problem, runCli, say } from '../../edge/dev/cli.ts';
import { inRoot, root } from '../../edge/dev/paths.ts';
import { watchSources } from './changes.ts';
import { listTestFiles } from './files.ts';
import { needsOfAll } from './needs.ts';
import { readTestOptions, requireMatches } from './options.ts';
import { type PlannedStep, planSteps } from './plan.ts';
import { prepareNeeds } from './prepare.ts';
import { runnerColours, runStep, vitestWatchCommand } from './runners.ts';
import { formatSkips } from './skips.ts';
import { steps } from './suites.ts';
import { add, noTests, totalsLine } from './totals.ts';

const sourceFolders = ['edge', 'pwa', 'extension', 'media', 'test'].map((folder) => inRoot(folder));

/**
 * `npm run watch [-- PATH…]`: units run again when something that they import changes, which vitest knows. Tests
 * against servers or in a browser import little of what they test: they run again after every change.
 */
await runCli(async (signal) => {
  const { paths } = readTestOptions(process.argv.slice(2));
  const usual = steps.filter(({ isUnits }) => isUnits);
  const planned = planSteps(
    { paths, full: false },
    paths.length > 0 ? steps : usual,
    listTestFiles,
  );
  requireMatches(paths, planned);
  await prepareFor(planned, signal);
  // Vitest ends at its key `q`: that ends the other tests too.
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const units = planned.filter(({ isUnits }) => isUnits);
  const others = planned.filter(({ isUnits }) => !isUnits);
  await Promise.all([
    ...units.map((step) => watchUnits(step, either).finally(() => over.abort())),
    ...(others.length > 0 ? [rerunAfterChanges(others, either)] : []),
  ]);
  return 0;
});

async function prepareFor(planned: readonly PlannedStep[], signal: AbortSignal): Promise<void> {
  const read = (file: string) => readFileSync(inRoot(file), 'utf8');
  await prepareNeeds(needsOfAll(planned, read), signal);
}

/** Vitest has the terminal: it draws there, and reads keys. */
function watchUnits(step: PlannedStep, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, vitestWatchCommand(step), {
      cwd: root,
      stdio: 'inherit',
    });
    const stop = () => child.kill('SIGINT');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
}

async function rerunAfterChanges(
  planned: readonly PlannedStep[],
  signal: AbortSignal,
): Promise<void> {
  const changes = watchSources(sourceFolders, signal);
  while (!signal.aborted) {
    await runOnce(planned, signal);
    if (signal.aborted) return;
    say('\nWaiting for a change; Ctrl-C ends this.');
    const changed = await changes.next();
    if (changed !== null) say(`\n${changed} has changed.`);
  }
}

async function runOnce(planned: readonly PlannedStep[], signal: AbortSignal): Promise<void> {
  const env = { ...process.env, ...runnerColours(process.stdout.isTTY) };
  try {
    // What the edge serves is built from what has changed.
    await prepareFor(planned, signal);
    let totals = noTests;
    for (const step of planned) {
      say(`\n${step.title}`);
      const result = await runStep(step, { env, signal });
      if (signal.aborted) return;
      totals = add(totals, result.totals);
      const skips = formatSkips(result.outcomes);
      if (skips !== '') say(`\n${skips}`);
    }
    say(`\n${totalsLine(totals)}`);
  } catch (error) {
    // A source may be broken while it is edited: the next change tries again.
    if (!(error instanceof Problem)) throw error;
    say(error.message);
  }
}
