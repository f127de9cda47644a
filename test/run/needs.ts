import type { PlannedStep } from './plan.ts';
import type { Suite } from './suites.ts';

/** What is prepared before tests that use it; nothing else is. */
export const needs = ['chromium', 'livekit', 'storage', 'pwa', 'extension'] as const;
export type Need = (typeof needs)[number];

const recorder: readonly Need[] = ['chromium', 'livekit', 'storage'];

/** Of vitest's files: the first entry counts whose text the path begins with. */
const needsByPath: readonly (readonly [path: string, needs: readonly Need[]])[] = [
  ['test/media/compose', ['livekit']],
  ['test/media/livekit/livekit', ['livekit']],
  ['test/media/storage/storage', ['storage']],
  ['test/media/livekit/turn', ['livekit']],
  ['test/media/recorder/', recorder],
  ['test/conformance/', ['pwa']],
  ['test/hostile/media-', ['pwa', 'livekit']],
  ['test/hostile/recording', ['pwa', ...recorder]],
  ['test/hostile/', ['pwa']],
  ['test/recording/', ['pwa', ...recorder]],
  ['test/full/load', ['pwa']],
  ['test/full/', ['pwa', ...recorder]],
];

/** Of Playwright's files: what their source asks for, by the options and scenes that they use. */
const needsBySign: readonly (readonly [sign: RegExp, needs: readonly Need[]])[] = [
  [/\bsfu: true\b|\bopenFaultScene\b/, ['livekit']],
  [/\brecording: true\b/, ['livekit', 'storage']],
  [/\bcopyProject\(/, ['livekit', 'storage']],
  [/with-extension\.ts|firefox-extension\.ts|support\/extension\.ts/, ['extension']],
];

export function needsOf({ runner }: Suite, file: string, source: string): readonly Need[] {
  if (runner === 'vitest') return needsByPath.find(([path]) => file.startsWith(path))?.[1] ?? [];
  const asked = needsBySign.filter(([sign]) => sign.test(source)).flatMap(([, needed]) => needed);
  return ['pwa', 'chromium', ...asked];
}

/** In the order in which they are prepared, each once. */
export function needsOfAll(
  planned: readonly PlannedStep[],
  read: (file: string) => string,
): readonly Need[] {
  const found = new Set(
    planned.flatMap(({ suites }) =>
      suites.flatMap(({ suite, files }) =>
        files.flatMap((file) => needsOf(suite, file, read(file))),
      ),
    ),
  );
  return needs.filter((need) => found.has(need));
}
