import { describe, expect, test } from 'vitest';
import {
  isTooMuch,
  newTroubleWatch,
  stepTrouble,
  unreachedIn,
} from '../../../../pwa/call/line/mesh-overload.ts';
import type { RemoteMap } from '../../../../pwa/call/received/remote-media.ts';
import type { LineStats } from '../../../../pwa/call/transport/transport.ts';
import { personOf, roomOf, seatOf } from '../../screens/people.ts';
import { lineOf, slowed, starved } from '../fakes/lines.ts';

type About = Partial<LineStats>;
const fine: About = {};
const smooth: About = { framesReceived: 90, framesDecoded: 88 };
const late: About = { framesReceived: 90, framesDecoded: 40 };
const still: About = { framesReceived: 6, framesDecoded: 1 };

describe('a mesh', () => {
  test.each<[string, boolean, readonly About[]]>([
    ['with nobody else', false, []],
    ['of two, which a media server would not relieve', false, [slowed]],
    ['that all machines bear', false, [smooth, smooth]],
    ['whose encoders the processor slows, most of them', true, [slowed, slowed, fine]],
    ['where one encoder of three is slowed', false, [slowed, fine, fine]],
    ['that the line is too small for', true, [starved, starved, fine]],
    ['where one link is starved, by the other’s line', false, [starved, fine]],
    ['whose pictures come faster than they are decoded', true, [late, late]],
    ['with pictures that hardly move', false, [still, still]],
  ])('%s: too much is %s', (_, expected, lines) => {
    const before = { at: 0, lines: lines.map((_, n) => lineOf(`line ${n}`)) };
    const now = { at: 3_000, lines: lines.map((about, n) => lineOf(`line ${n}`, about)) };
    expect(isTooMuch(before, now)).toBe(expected);
  });
});

describe('whom a mesh leads to in vain', () => {
  const away = personOf(3, { awaySince: 5 });
  const room = roomOf([personOf(0), personOf(1), personOf(2), away]);
  const remote: RemoteMap = new Map([
    [seatOf(1), { path: 'lost', tracks: {} }],
    [seatOf(2), { path: 'relayed', tracks: {} }],
    [seatOf(3), { path: 'lost', tracks: {} }],
  ]);

  test('is whoever is there', () => {
    expect(unreachedIn(room, remote)).toEqual([seatOf(1)]);
  });

  test('is nobody where there is no mesh', () => {
    expect(unreachedIn(null, remote)).toEqual([]);
    expect(unreachedIn({ ...room, transport: { kind: 'sfu', epoch: 2 } }, remote)).toEqual([]);
  });
});

describe('that it is too much', () => {
  /** When it is said, in seconds, given a reading every three. */
  function said(readings: readonly boolean[]): readonly number[] {
    let watch = newTroubleWatch;
    return readings.flatMap((tooMuch, n) => {
      const before = watch.saidAt;
      watch = stepTrouble(watch, tooMuch, n * 3_000);
      return watch.saidAt === before ? [] : [n * 3];
    });
  }
  const always = (count: number) => Array<boolean>(count).fill(true);

  test('is said when it has been so for eight seconds', () => {
    expect(said(always(6))).toEqual([9]);
  });

  test('is not said of moments', () => {
    expect(said([true, true, true, false, true, true, true, false])).toEqual([]);
  });

  test('is said again after a minute, as long as it is so', () => {
    expect(said(always(45))).toEqual([9, 69, 129]);
  });
});
