import { join, relative } from 'node:path';
import * as v from 'valibot';

/** One test, as its runner's JSON report has it. */
export interface TestOutcome {
  /** A path from the root of the repository. */
  readonly file: string;
  /** The names of its groups and its own. */
  readonly name: string;
  readonly isSkipped: boolean;
  /** Why it was skipped; null when it ran, and when nothing says why. */
  readonly skipReason: string | null;
  readonly durationMs: number;
}

const separator = ' › ';

const VitestReport = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      assertionResults: v.array(
        v.object({
          ancestorTitles: v.array(v.string()),
          title: v.string(),
          status: v.string(),
          duration: v.nullish(v.number(), 0),
          meta: v.optional(v.object({ skipReason: v.optional(v.string()) }), {}),
        }),
      ),
    }),
  ),
});

/** What vitest calls a test that did not run. */
const notRun = new Set(['skipped', 'pending', 'todo', 'disabled']);

/** Empty when the report is missing or broken: the totals count that as a failure. */
export function readVitestOutcomes(report: unknown, root: string): readonly TestOutcome[] {
  const parsed = v.safeParse(VitestReport, report);
  if (!parsed.success) return [];
  return parsed.output.testResults.flatMap((file) =>
    file.assertionResults.map(({ ancestorTitles, title, status, duration, meta }) => {
      const isSkipped = notRun.has(status);
      return {
        file: relative(root, file.name),
        name: [...ancestorTitles, title].filter((part) => part !== '').join(separator),
        isSkipped,
        skipReason: isSkipped ? (meta.skipReason ?? null) : null,
        durationMs: isSkipped ? 0 : duration,
      };
    }),
  );
}

const Spec = v.object({
  title: v.string(),
  file: v.string(),
  tests: v.array(
    v.object({
      status: v.string(),
      annotations: v.array(v.object({ type: v.string(), description: v.optional(v.string()) })),
      results: v.array(v.object({ duration: v.number() })),
    }),
  ),
});

interface Group {
  title: string;
  specs: v.InferOutput<typeof Spec>[];
  suites?: Group[] | undefined;
}

const Group: v.GenericSchema<unknown, Group> = v.object({
  title: v.string(),
  specs: v.array(Spec),
  suites: v.optional(v.array(v.lazy(() => Group))),
});

const PlaywrightReport = v.object({
  config: v.object({ rootDir: v.string() }),
  suites: v.array(Group),
});

/** Empty when the report is missing or broken: the totals count that as a failure. */
export function readPlaywrightOutcomes(report: unknown, root: string): readonly TestOutcome[] {
  const parsed = v.safeParse(PlaywrightReport, report);
  if (!parsed.success) return [];
  const { config, suites } = parsed.output;
  const pathOf = (file: string) => relative(root, join(config.rootDir, file));
  // The outermost groups are the files.
  return suites.flatMap((file) => [
    ...outcomesOfSpecs(file.specs, [], pathOf),
    ...(file.suites ?? []).flatMap((group) => outcomesOfGroup(group, [], pathOf)),
  ]);
}

type PathOf = (file: string) => string;

function outcomesOfGroup(
  { title, specs, suites = [] }: Group,
  above: readonly string[],
  pathOf: PathOf,
): readonly TestOutcome[] {
  const titles = [...above, title];
  return [
    ...outcomesOfSpecs(specs, titles, pathOf),
    ...suites.flatMap((group) => outcomesOfGroup(group, titles, pathOf)),
  ];
}

function outcomesOfSpecs(
  specs: readonly v.InferOutput<typeof Spec>[],
  titles: readonly string[],
  pathOf: PathOf,
): readonly TestOutcome[] {
  return specs.flatMap(({ title, file, tests }) =>
    tests.map(({ status, annotations, results }) => {
      const isSkipped = status === 'skipped';
      const reason = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
      return {
        file: pathOf(file),
        name: [...titles, title].join(separator),
        isSkipped,
        skipReason: isSkipped ? (reason?.description ?? null) : null,
        durationMs: isSkipped ? 0 : results.reduce((sum, { duration }) => sum + duration, 0),
      };
    }),
  );
}
