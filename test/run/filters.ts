import type { PlannedStep } from './plan.ts';

export function namesOfProjects({ suites }: PlannedStep): readonly string[] {
  return suites.map(({ suite }) => suite.project);
}

function filesOf({ suites }: PlannedStep): readonly string[] {
  return suites.flatMap(({ files }) => files);
}

/** Arguments for vitest, which takes a file when its path contains one of those named. */
export function selectInVitest(step: PlannedStep): readonly string[] {
  return [
    ...namesOfProjects(step).map((project) => `--project=${project}`),
    ...(step.isPartial ? filesOf(step) : []),
  ];
}

/** Arguments for Playwright, which takes a file when one of the regular expressions matches in its whole path. */
export function selectInPlaywright(step: PlannedStep): readonly string[] {
  const patterns = filesOf(step).map((file) => `/${file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  return [
    // With a space between them, Playwright would take the files for more projects.
    ...namesOfProjects(step).map((project) => `--project=${project}`),
    ...(step.isPartial ? patterns : []),
  ];
}
