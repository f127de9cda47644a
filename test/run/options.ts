import { parseArgs } from 'node:util';
import { Problem } from '../../edge/dev/cli.ts';
import { root } from '../../edge/dev/paths.ts';
import { normalizePath, type PlannedStep, unmatchedPaths } from './plan.ts';

const options = {
  full: { type: 'boolean', default: false },
  slowest: { type: 'boolean', default: false },
} as const;

export interface TestOptions {
  readonly full: boolean;
  /** Print the slowest tests at the end. */
  readonly slowest: boolean;
  readonly paths: readonly string[];
}

export function readTestOptions(args: readonly string[]): TestOptions {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { ...values, paths: positionals.map((path) => normalizePath(path, root)) };
  } catch {
    throw new Problem(
      'The options are `--full` and `--slowest`; everything else is a part of a path, as in `npm test -- room/moving`.',
    );
  }
}

/** A misspelt path must not look like a run in which nothing failed. */
export function requireMatches(paths: readonly string[], planned: readonly PlannedStep[]): void {
  const unmatched = unmatchedPaths(paths, planned);
  if (unmatched.length === 0) return;
  const quoted = unmatched.map((path) => `"${path}"`).join(' or ');
  throw new Problem(`No test file has ${quoted} in its path.`);
}
