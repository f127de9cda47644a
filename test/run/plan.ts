import type { Step, Suite } from './suites.ts';

/** The files of one suite that are run. */
export interface PlannedSuite {
  readonly suite: Suite;
  readonly files: readonly string[];
}

export interface PlannedStep {
  readonly title: string;
  readonly isUnits: boolean;
  /** Runs beside the step before it. */
  readonly isBeside: boolean;
  readonly suites: readonly PlannedSuite[];
  /** False when every file of the suites is run, so that the runner need not be told which. */
  readonly isPartial: boolean;
}

export interface Wish {
  /** Parts of paths: a file is run when its path has one of them. None means the usual run. */
  readonly paths: readonly string[];
  readonly full: boolean;
}

type ListFiles = (suite: Suite) => readonly string[];

/** Which runners are started with which files; a runner without a matching file is not started. */
export function planSteps(
  { paths, full }: Wish,
  steps: readonly Step[],
  list: ListFiles,
): readonly PlannedStep[] {
  if (paths.length === 0) {
    const usual = steps.filter(({ isFull }) => full || !isFull);
    return usual.map((step) => planStep(step, list, () => true));
  }
  const isWanted = (file: string) => paths.some((path) => file.includes(path));
  return steps
    .map((step) => planStep(step, list, isWanted))
    .filter(({ suites }) => suites.length > 0);
}

function planStep(
  { title, isUnits, isBeside, suites }: Step,
  list: ListFiles,
  isWanted: (file: string) => boolean,
): PlannedStep {
  const all = suites.map((suite) => ({ suite, files: list(suite) }));
  const wanted = all
    .map(({ suite, files }) => ({ suite, files: files.filter(isWanted) }))
    .filter(({ files }) => files.length > 0);
  const isPartial = countFiles(wanted) < countFiles(all);
  return { title, isUnits, isBeside, suites: wanted, isPartial };
}

/** Steps that run at the same time, in the order in which they begin. */
export function groupSteps(planned: readonly PlannedStep[]): readonly (readonly PlannedStep[])[] {
  const groups: PlannedStep[][] = [];
  for (const step of planned) {
    const last = groups.at(-1);
    if (step.isBeside && last !== undefined) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

function countFiles(planned: readonly PlannedSuite[]): number {
  return planned.reduce((sum, { files }) => sum + files.length, 0);
}

/** The wished paths that no planned file has: most likely a misspelling. */
export function unmatchedPaths(
  paths: readonly string[],
  planned: readonly PlannedStep[],
): readonly string[] {
  const files = planned.flatMap(({ suites }) => suites.flatMap((each) => each.files));
  return paths.filter((path) => !files.some((file) => file.includes(path)));
}

/** A path as people type it, made into a part of a path from the root. */
export function normalizePath(path: string, root: string): string {
  const unix = path.replaceAll('\\', '/');
  const folder = root.replaceAll('\\', '/').replace(/\/?$/, '/');
  return unix.startsWith(folder) ? unix.slice(folder.length) : unix.replace(/^\.\//, '');
}
