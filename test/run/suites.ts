/** Where the tests of each project are: read by the runners' own configurations and by `npm test`. */
export interface Suite {
  readonly runner: 'vitest' | 'playwright';
  /** What the runner calls it. */
  readonly project: string;
  /** A pattern of paths from the root of the repository. */
  readonly include: string;
  readonly exclude: readonly string[];
}

/** Folders of `test/` that belong to another project than `node`, or that hold no tests. */
const notInNode = ['edge', 'conformance', 'hostile', 'media/recorder', 'recording', 'e2e', 'full'];

/** Tests in the browser whose calls keep two cores busy for most of their time: no other browser runs beside them. */
const busyNames = [
  ...['bare-machine', 'layouts', 'encryption', 'mid-move', 'saving', 'sfu', 'trouble'],
  ...['recording', 'recording-film', 'recording-kept', 'recording-live', 'recording-parts'],
];
const busyFiles = `test/e2e/{${busyNames.join(',')}}.test.ts`;

export const suites = {
  node: {
    runner: 'vitest',
    project: 'node',
    include: 'test/**/*.test.{ts,tsx}',
    exclude: notInNode.map((folder) => `test/${folder}/**`),
  },
  edge: { runner: 'vitest', project: 'edge', include: 'test/edge/**/*.test.ts', exclude: [] },
  stack: {
    runner: 'vitest',
    project: 'stack',
    include: 'test/{conformance,hostile,media/recorder,recording}/**/*.test.ts',
    exclude: [],
  },
  e2e: {
    runner: 'playwright',
    project: 'e2e',
    include: 'test/e2e/**/*.test.ts',
    exclude: [busyFiles],
  },
  e2eBusy: { runner: 'playwright', project: 'e2e-busy', include: busyFiles, exclude: [] },
  full: { runner: 'vitest', project: 'full', include: 'test/full/**/*.test.ts', exclude: [] },
  fullBrowser: {
    runner: 'playwright',
    project: 'full',
    include: 'test/full/**/*.e2e.ts',
    exclude: [],
  },
} as const satisfies Readonly<Record<string, Suite>>;

/** What one start of a runner runs. */
export interface Step {
  readonly title: string;
  readonly suites: readonly Suite[];
  /** Takes long or needs root: runs with `--full`, or when its files are named. */
  readonly isFull: boolean;
  /** Its tests import what they test, and start no server and no browser. */
  readonly isUnits: boolean;
  /** Runs beside the step before it: both wait more than they work. */
  readonly isBeside: boolean;
}

const usual = { isFull: false, isUnits: false, isBeside: false } as const;
const long = { ...usual, isFull: true } as const;

export const steps: readonly Step[] = [
  { ...usual, title: 'End to end, in Chromium', suites: [suites.e2e] },
  {
    ...usual,
    title: 'Units, in Node and in workerd',
    suites: [suites.node, suites.edge],
    isUnits: true,
    isBeside: true,
  },
  { ...usual, title: 'Large and recorded calls, in Chromium', suites: [suites.e2eBusy] },
  {
    ...usual,
    title: 'Conformance, bad input and recording, against a real edge',
    suites: [suites.stack],
    isBeside: true,
  },
  { ...long, title: 'Load, faults and networks', suites: [suites.full] },
  { ...long, title: 'Long runs, in Chromium', suites: [suites.fullBrowser] },
];
