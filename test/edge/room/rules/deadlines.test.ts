import { describe, expect, test } from 'vitest';
import { limits } from '../../../../edge/protocol/limits.ts';
import {
  emptyRoomLifetimeMs,
  isAbandoned,
  nextDeadline,
  sweepIntervalMs,
  type Waits,
} from '../../../../edge/room/rules/deadlines.ts';
import { lobby, meetingWith, member, now, removed, waiting } from '../../support/rules.ts';

function waits(change: Partial<Waits>): Waits {
  return {
    now,
    meeting: meetingWith(),
    seats: [],
    hasSockets: false,
    firstSignalExpiry: undefined,
    firstChore: undefined,
    ...change,
  };
}

describe('the one alarm', () => {
  test.each<{ when: string; change: Partial<Waits>; at: number | undefined }>([
    { when: 'nothing is waited for', change: {}, at: undefined },
    { when: 'there are sockets', change: { hasSockets: true }, at: now + sweepIntervalMs },
    {
      when: 'a member is away',
      change: { seats: [member('a', { awaySince: now - 5 })] },
      at: now - 5 + limits.seatGraceMs,
    },
    {
      when: 'somebody who waits is away',
      change: { seats: [waiting('a', { awaySince: now - 5 })] },
      at: now - 5 + limits.seatGraceMs,
    },
    {
      when: 'nobody is away',
      change: { seats: [member('a'), lobby('b'), removed('c')] },
      at: undefined,
    },
    { when: 'a signal is held', change: { firstSignalExpiry: now + 7 }, at: now + 7 },
    {
      when: 'the room is empty',
      change: { meeting: meetingWith({}, now - 9) },
      at: now - 9 + emptyRoomLifetimeMs,
    },
    {
      when: 'all of it is waited for: the earliest',
      change: {
        hasSockets: true,
        seats: [member('a', { awaySince: now - 80_000 }), member('b', { awaySince: now - 70_000 })],
        firstSignalExpiry: now + 20_000,
        meeting: meetingWith({}, now),
      },
      at: now + 10_000,
    },
  ])('when $when', ({ change, at }) => {
    expect(nextDeadline(waits(change))).toBe(at);
  });

  test('costs a quiet call at most two wakings a minute', () => {
    expect(60_000 / sweepIntervalMs).toBeLessThanOrEqual(2);
  });
});

test('a room is abandoned when nobody has been in it for its whole lifetime', () => {
  const empty = meetingWith({}, now);
  expect(isAbandoned(empty, now + emptyRoomLifetimeMs - 1)).toBe(false);
  expect(isAbandoned(empty, now + emptyRoomLifetimeMs)).toBe(true);
  expect(isAbandoned(meetingWith(), now + emptyRoomLifetimeMs)).toBe(false);
});
