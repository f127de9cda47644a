import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, programs, root } from '../../edge/dev/paths.ts';
import { playwrightTotals, type Totals, totalsOf, vitestTotals } from './totals.ts';

export interface RunnerContext {
  /** Part of a path: only files that have it are run. */
  readonly only?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export async function runVitest(
  projects: readonly string[],
  context: RunnerContext,
): Promise<Totals> {
  const report = freshReport(`vitest-${projects.join('-')}`);
  const code = await runVisibly(
    [
      ...[programs.vitest, 'run', '--config', inRoot('test/vitest.config.ts')],
      ...projects.flatMap((project) => ['--project', project]),
      ...['--reporter', 'dot', '--reporter', 'json', `--outputFile.json=${report}`],
      ...['--silent=passed-only', '--allowOnly=false'],
      ...(context.only ? [context.only] : []),
    ],
    context,
  );
  return totalsOf(vitestTotals(readReport(report)), code);
}

export async function runPlaywright(project: string, context: RunnerContext): Promise<Totals> {
  const report = freshReport(`playwright-${project}`);
  const code = await runVisibly(
    [
      ...[programs.playwright, 'test', '--config', inRoot('test/e2e/playwright.config.ts')],
      ...['--project', project, '--reporter', 'dot,json', '--forbid-only'],
      ...(context.only ? [context.only] : []),
    ],
    { ...context, env: { ...context.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  return totalsOf(playwrightTotals(readReport(report)), code);
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

function runVisibly(args: readonly string[], { env, signal }: RunnerContext): Promise<number> {
  if (signal.aborted) return Promise.resolve(1);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    // Playwright tidies up after this signal only.
    const abort = () => child.kill('SIGINT');
    signal.addEventListener('abort', abort, { once: true });
    child.on('error', () => resolve(127));
    child.on('close', (code) => {
      signal.removeEventListener('abort', abort);
      resolve(code ?? 1);
    });
  });
}
