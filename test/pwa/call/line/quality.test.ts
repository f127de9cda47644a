import { describe, expect, test } from 'vitest';
import {
  newQualityWatch,
  type Quality,
  qualityOf,
  stepQuality,
} from '../../../../pwa/call/line/quality.ts';
import type { LineStats } from '../../../../pwa/call/transport/transport.ts';
import { lineOf, slowed, starved } from '../fakes/lines.ts';

type About = Partial<LineStats>;
const fine: About = {};
const received = { packetsReceived: 300 };
const lossy: About = { packetsReceived: 270, packetsLost: 30 };
const server: About = { to: 'server' };

function judged(...lines: readonly About[]): Quality {
  const before = { at: 0, lines: lines.map(({ to = 'person' }, n) => lineOf(`line ${n}`, { to })) };
  return qualityOf(before, {
    at: 3_000,
    lines: lines.map((about, n) => lineOf(`line ${n}`, about)),
  });
}

describe('the quality of one’s own line', () => {
  test.each<[string, Quality, readonly About[]]>([
    ['nobody else is there', 'good', []],
    ['all is well', 'good', [fine, fine]],
    ['one link of three is weak: that is the other’s line', 'good', [starved, fine, fine]],
    ['one of two is', 'good', [lossy, fine]],
    ['most links are starved', 'weak-here', [starved, starved, fine]],
    ['most links lose packets', 'weak-here', [lossy, lossy, received]],
    ['some are starved and others slow', 'weak-here', [starved, { roundTripMs: 1_200 }, fine]],
    ['the only link is weak, and it may be either end', 'weak-between', [lossy]],
    ['the server says so', 'weak-here', [{ ...server, isRatedPoor: true }]],
    ['the line to the server is starved', 'weak-here', [{ ...server, ...starved }]],
    ['a processor is slow, which is no fault of the line', 'good', [slowed, slowed]],
    ['encoders got less than asked, but enough', 'good', [{ ...starved, sendableBps: 450_000 }]],
    ['there was too little to judge by', 'good', [{ packetsReceived: 8, packetsLost: 2 }]],
    ['the browser gives no estimate', 'good', [{ limitedBy: 'bandwidth', sendableBps: null }]],
  ])('when %s, is %s', (_, quality, lines) => {
    expect(judged(...lines)).toBe(quality);
  });

  test('is not judged by a link that has just come', () => {
    const now = { at: 3_000, lines: [lineOf('new', { packetsReceived: 60, packetsLost: 40 })] };
    expect(qualityOf({ at: 0, lines: [] }, now)).toBe('good');
  });
});

describe('what a person is told of it', () => {
  /** One reading every three seconds. */
  function told(...readings: readonly Quality[]): readonly Quality[] {
    let watch = newQualityWatch;
    return readings.map((quality, n) => {
      watch = stepQuality(watch, quality, n * 3_000);
      return watch.told;
    });
  }
  const good = 'good';
  const weak = 'weak-here';

  test('comes when a line has been weak for nine seconds', () => {
    expect(told(weak, weak, weak, weak)).toEqual([good, good, good, weak]);
  });

  test('does not come for a line that recovers in between', () => {
    expect(told(weak, weak, good, weak, weak, good)).not.toContain(weak);
  });

  test('goes when the line has been good for twenty seconds, not at the first good moment', () => {
    const readings = [weak, weak, weak, weak, good, weak, ...Array<Quality>(8).fill(good)] as const;
    expect(told(...readings)).toEqual([good, good, good, ...Array(10).fill(weak), good]);
  });
});
