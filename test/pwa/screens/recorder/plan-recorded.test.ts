import { describe, expect, test } from 'vitest';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import type { Participant } from '../../../../edge/protocol/people.ts';
import { hear, type Talk } from '../../../../pwa/screens/call/stage/talk.ts';
import {
  canvas,
  isToBeTold,
  planRecorded,
  type RecordedScene,
  speakerIn,
} from '../../../../pwa/screens/recorder/plan-recorded.ts';
import { personOf, roomOf, seatOf } from '../people.ts';

const most = 50;

function roomWith(count: number, about: (number: number) => Partial<Participant> = () => ({})) {
  const people = Array.from({ length: count }, (_, number) =>
    personOf(number, { recorded: 'yes', ...about(number) }),
  );
  // The recorder is in nobody's roster, not even in its own.
  return { ...roomOf(people), you: seatOf(999) };
}

function scene(about: Partial<RecordedScene> = {}): RecordedScene {
  const moment = { talk: new Map(), now: 10_000, serverNow: 10_000 };
  return { room: roomWith(3), layout: 'grid', most, ...moment, ...about };
}

function talkOf(number: number, now = 0): Talk {
  return hear(new Map(), new Map([[seatOf(number), 0.5]]), now);
}

const keysOf = (plan: ReturnType<typeof planRecorded>) => plan.placed.map(({ tile }) => tile.key);

/** What is to be known of everybody, when one of them shares a screen. */
function shares(number: number) {
  return (each: number): Partial<Participant> =>
    each === number ? { publishing: ['camera', 'screen'] } : {};
}

describe('the picture', () => {
  test.each(['grid', 'speaker', 'screen'] as const)('holds all of a %s', (layout) => {
    for (const count of [1, 2, 3, 9, 50, 60]) {
      const { placed } = planRecorded([], scene({ layout, room: roomWith(count, shares(0)) }));
      expect(placed.length).toBeGreaterThan(0);
      for (const { box } of placed) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(canvas.width + 0.01);
        expect(box.y + box.height).toBeLessThanOrEqual(canvas.height + 0.01);
        expect(box.width).toBeGreaterThan(60);
      }
    }
  });
});

describe('a grid', () => {
  test('shows everybody, and screens beside them', () => {
    const plan = planRecorded([], scene({ room: roomWith(4, shares(2)) }));
    expect(keysOf(plan)).toHaveLength(5);
    expect(new Set(plan.placed.map(({ box }) => Math.round(box.width))).size).toBe(1);
  });

  test('shows fifty feeds, and beyond that whoever speaks', () => {
    const crowd = roomWith(60);
    const quiet = planRecorded([], scene({ room: crowd }));
    expect(keysOf(quiet)).toHaveLength(50);
    expect(quiet.hidden).toHaveLength(10);
    expect(keysOf(quiet)).not.toContain(`${seatOf(55)} camera`);
    const spoken = planRecorded(
      quiet.order,
      scene({ room: crowd, talk: talkOf(55, 7_000), now: 10_000 }),
    );
    expect(keysOf(spoken)).toContain(`${seatOf(55)} camera`);
    expect(keysOf(spoken)).toHaveLength(50);
  });
});

describe('who speaks', () => {
  test('is large, with some others beside', () => {
    const room = roomWith(12);
    const before = planRecorded([], scene({ room, layout: 'speaker' }));
    const plan = planRecorded(
      before.order,
      scene({ room, layout: 'speaker', talk: talkOf(7, 5_000) }),
    );
    const [largest] = plan.placed.toSorted((one, other) => other.box.width - one.box.width);
    expect(largest?.tile.person.seat).toBe(seatOf(7));
    expect(plan.placed).toHaveLength(6);
  });

  test('is told only of those who are recorded, and stays until somebody else speaks', () => {
    const room = roomWith(3, (number) => ({ recorded: number === 2 ? 'no' : 'yes' }));
    const told = (before: SeatId | null, talk: Talk) =>
      speakerIn(before, { room, talk, now: 5_000 });
    expect(told(null, new Map())).toBeNull();
    expect(told(null, talkOf(2))).toBeNull();
    expect(told(null, talkOf(1))).toBe(seatOf(1));
    expect(told(seatOf(1), new Map())).toBe(seatOf(1));
  });
});

test('whoever goes on speaking is told again, and who is silent is not', () => {
  const talk = talkOf(1, 0);
  const told = { seat: seatOf(1), at: 2_000 };
  const silent = hear(talk, new Map(), 3_000);
  expect(isToBeTold(seatOf(1), null, { talk, now: 2_000 })).toBe(true);
  expect(isToBeTold(seatOf(2), told, { talk, now: 2_100 })).toBe(true);
  expect(isToBeTold(seatOf(1), told, { talk, now: 6_900 })).toBe(false);
  expect(isToBeTold(seatOf(1), told, { talk, now: 7_000 })).toBe(true);
  expect(isToBeTold(seatOf(1), told, { talk: silent, now: 7_000 })).toBe(false);
});

describe('a shared screen', () => {
  test('is large, with those who speak beside it', () => {
    const plan = planRecorded([], scene({ layout: 'screen', room: roomWith(9, shares(4)) }));
    const [largest] = plan.placed.toSorted((one, other) => other.box.width - one.box.width);
    expect(largest?.tile.key).toBe(`${seatOf(4)} screen`);
    expect(plan.placed).toHaveLength(6);
  });

  test('that nobody shares leaves the grid', () => {
    const plan = planRecorded([], scene({ layout: 'screen', room: roomWith(9) }));
    expect(plan.placed).toHaveLength(9);
  });
});

test.each(['grid', 'speaker', 'screen'] as const)(
  'whoever did not say yes has a place in a %s, and no screen',
  (layout) => {
    const about = (number: number): Partial<Participant> => ({
      ...shares(1)(number),
      recorded: number === 1 ? 'no' : number === 2 ? 'unasked' : 'yes',
    });
    const keys = keysOf(planRecorded([], scene({ layout, room: roomWith(3, about) })));
    expect(keys).toContain(`${seatOf(1)} camera`);
    expect(keys).toContain(`${seatOf(2)} camera`);
    expect(keys).not.toContain(`${seatOf(1)} screen`);
  },
);
