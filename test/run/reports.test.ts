import { describe, expect, it } from 'vitest';
import { formatSlowest, rankDurations } from './durations.ts';
import { readPlaywrightOutcomes, readVitestOutcomes, type TestOutcome } from './reports.ts';
import { formatSkips } from './skips.ts';

const root = '/home/somebody/holler';

const vitestReport = {
  testResults: [
    {
      name: `${root}/test/media/turn/coturn.test.ts`,
      assertionResults: [
        { ancestorTitles: [], title: 'starts', status: 'passed', duration: 12.5, meta: {} },
        {
          ancestorTitles: ['', 'coturn'],
          title: 'relays',
          status: 'skipped',
          duration: 3,
          meta: { skipReason: 'coturn is not installed' },
        },
        { ancestorTitles: ['coturn'], title: 'stops', status: 'skipped' },
      ],
    },
  ],
};

const run = { results: [{ duration: 900 }, { duration: 100 }], annotations: [] };
const skip = { type: 'skip', description: 'Firefox is not installed' };

const playwrightReport = {
  config: { rootDir: `${root}/test` },
  suites: [
    {
      title: 'e2e/firefox.test.ts',
      specs: [
        { title: 'joins', file: 'e2e/firefox.test.ts', tests: [{ ...run, status: 'expected' }] },
      ],
      suites: [
        {
          title: 'in Firefox',
          specs: [
            {
              title: 'leaves',
              file: 'e2e/firefox.test.ts',
              tests: [{ results: [{ duration: 5 }], annotations: [skip], status: 'skipped' }],
            },
          ],
        },
      ],
    },
  ],
};

const ran = (file: string, name: string, durationMs: number): TestOutcome => ({
  ...{ file, name, durationMs },
  ...{ isSkipped: false, skipReason: null },
});
const skipped = (file: string, name: string, skipReason: string | null): TestOutcome => ({
  ...{ file, name, skipReason },
  ...{ isSkipped: true, durationMs: 0 },
});

describe('what a report says of each test', () => {
  it('of vitest', () => {
    const file = 'test/media/turn/coturn.test.ts';
    expect(readVitestOutcomes(vitestReport, root)).toEqual([
      ran(file, 'starts', 12.5),
      skipped(file, 'coturn › relays', 'coturn is not installed'),
      skipped(file, 'coturn › stops', null),
    ]);
  });

  it('of Playwright', () => {
    const file = 'test/e2e/firefox.test.ts';
    expect(readPlaywrightOutcomes(playwrightReport, root)).toEqual([
      ran(file, 'joins', 1_000),
      skipped(file, 'in Firefox › leaves', 'Firefox is not installed'),
    ]);
  });

  it.each([null, {}, 'nonsense'])('is nothing when the report is %j', (report) => {
    expect(readVitestOutcomes(report, root)).toEqual([]);
    expect(readPlaywrightOutcomes(report, root)).toEqual([]);
  });
});

describe('the list of skipped tests', () => {
  it('has each by name, under its reason', () => {
    const outcomes = [
      ran('a.test.ts', 'runs', 5),
      skipped('a.test.ts', 'one', 'coturn is not installed'),
      skipped('b.test.ts', 'two', null),
      skipped('c.test.ts', 'three', 'coturn is not installed'),
    ];
    expect(formatSkips(outcomes)).toBe(
      [
        'Skipped, because coturn is not installed:',
        '  a.test.ts › one',
        '  c.test.ts › three',
        'Skipped, no reason given:',
        '  b.test.ts › two',
      ].join('\n'),
    );
  });

  it('is empty when every test ran', () => {
    expect(formatSkips([ran('a.test.ts', 'runs', 5)])).toBe('');
  });
});

it('ranks the tests that ran by how long they took', () => {
  const ranked = rankDurations([
    ran('a.test.ts', 'short', 40),
    skipped('a.test.ts', 'never', null),
    ran('b.test.ts', 'long', 12_345.6),
    ran('c.test.ts', 'middle', 1_000),
  ]);
  expect(ranked.map(({ name, durationMs }) => [name, durationMs])).toEqual([
    ['long', 12_346],
    ['middle', 1_000],
    ['short', 40],
  ]);
  expect(formatSlowest(ranked, 2)).toBe(
    ['The slowest tests:', '   12.3 s  b.test.ts › long', '    1.0 s  c.test.ts › middle'].join(
      '\n',
    ),
  );
});
