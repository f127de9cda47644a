import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { PeerId } from '../../../../edge/protocol/ids.ts';
import { limits } from '../../../../edge/protocol/limits.ts';
import { type MeetingSettings, Participant } from '../../../../edge/protocol/people.ts';
import {
  type Entry,
  entryFor,
  membersOf,
  nextHost,
  participantOf,
  type Seat,
} from '../../../../edge/room/state/meeting.ts';
import {
  departureAt,
  lobby,
  member,
  now,
  pageOf,
  removed,
  settings,
  waiting,
} from '../../support/rules.ts';

describe('what joining leads to', () => {
  const full = ['a1', 'b2', 'c3', 'd4', 'e5'].map((name) => member(name));
  test.each<{
    who: string;
    seat: Seat;
    change?: Partial<MeetingSettings>;
    others?: readonly Seat[];
    entry: Entry;
  }>([
    { who: 'anybody', seat: lobby('bo'), entry: 'open' },
    {
      who: 'anybody where people wait',
      seat: lobby('bo'),
      change: { waitingRoom: true },
      entry: 'knock',
    },
    {
      who: 'anybody when it is locked',
      seat: lobby('bo'),
      change: { locked: true },
      entry: 'knock',
    },
    {
      who: 'anybody when it is locked and people wait',
      seat: lobby('bo'),
      change: { locked: true, waitingRoom: true },
      entry: 'knock',
    },
    {
      who: 'somebody who left, having been in, where people wait',
      seat: lobby('bo', { departure: departureAt(now - 1) }),
      change: { waitingRoom: true },
      entry: 'open',
    },
    {
      who: 'somebody who left too long ago, where people wait',
      seat: lobby('bo', { departure: departureAt(now - limits.seatGraceMs) }),
      change: { waitingRoom: true },
      entry: 'knock',
    },
    {
      who: 'somebody who left, having been in, when it is locked',
      seat: lobby('bo', { departure: departureAt(now - 1) }),
      change: { locked: true },
      entry: 'knock',
    },
    { who: 'anybody when it is full', seat: lobby('bo'), others: full, entry: 'full' },
    {
      who: 'anybody when it is full and locked',
      seat: lobby('bo'),
      others: full,
      change: { locked: true },
      entry: 'full',
    },
    {
      who: 'the creator, whatever the settings',
      seat: lobby('bo', { isCreator: true }),
      change: { locked: true, waitingRoom: true },
      entry: 'open',
    },
    {
      who: 'the creator when it is full',
      seat: lobby('bo', { isCreator: true }),
      others: full,
      entry: 'full',
    },
    {
      who: 'a member who reloads, whatever has happened',
      seat: full[0] ?? member('a1'),
      others: full,
      change: { locked: true, waitingRoom: true },
      entry: 'open',
    },
    { who: 'somebody who was removed', seat: removed('bo'), entry: 'knock' },
    {
      who: 'somebody who was removed and waits since',
      seat: waiting('bo', { wasRemoved: true }),
      entry: 'knock',
    },
    {
      who: 'somebody who waited until waiting was switched off',
      seat: waiting('bo'),
      entry: 'open',
    },
  ])('$who: $entry', ({ seat, change, others = [], entry }) => {
    const members = membersOf([...others, seat]).length;
    expect(entryFor(seat, members, 5, { ...settings, ...change }, now)).toBe(entry);
  });

  test('those who wait take no place', () => {
    const crowd = Array.from({ length: 20 }, (_, index) => waiting(`w${index}`));
    expect(entryFor(lobby('bo'), membersOf(crowd).length, 5, settings, now)).toBe('open');
  });

  test('those who are away keep theirs', () => {
    const away = ['a1', 'b2', 'c3', 'd4', 'e5'].map((name) => member(name, { awaySince: now }));
    expect(entryFor(lobby('bo'), membersOf(away).length, 5, settings, now)).toBe('full');
  });
});

describe('the rule of succession', () => {
  test.each<{ rule: string; seats: readonly Seat[]; heir: string | undefined }>([
    {
      rule: 'nobody, while there is a host',
      seats: [member('h', { role: 'host' }), member('a')],
      heir: undefined,
    },
    {
      rule: 'nobody, even while the host is away',
      seats: [member('h', { role: 'host', awaySince: now }), member('a')],
      heir: undefined,
    },
    { rule: 'nobody in an empty room', seats: [], heir: undefined },
    {
      rule: 'never somebody who is not in the call',
      seats: [waiting('w'), lobby('v'), removed('r', { isCreator: true })],
      heir: undefined,
    },
    {
      rule: 'a co-host before a participant who has been here longer',
      seats: [member('a', { joinedAt: 1 }), member('c', { role: 'cohost', joinedAt: 9 })],
      heir: 'c',
    },
    {
      rule: 'the co-host who has been here longest',
      seats: [
        member('c', { role: 'cohost', joinedAt: 9 }),
        member('d', { role: 'cohost', joinedAt: 3 }),
      ],
      heir: 'd',
    },
    {
      rule: 'else the participant who has been here longest',
      seats: [member('a', { joinedAt: 5 }), member('b', { joinedAt: 2 })],
      heir: 'b',
    },
    {
      rule: 'a connected participant before a co-host who is away',
      seats: [member('a'), member('c', { role: 'cohost', awaySince: now })],
      heir: 'a',
    },
    {
      rule: 'somebody who is away when all are',
      seats: [member('a', { awaySince: now }), member('c', { role: 'cohost', awaySince: now })],
      heir: 'c',
    },
  ])('$rule', ({ seats, heir }) => {
    expect(nextHost(seats)?.name).toBe(heir);
  });

  test('leaves the list as it was', () => {
    const seats = [member('a', { joinedAt: 5 }), member('b', { joinedAt: 2 })];
    nextHost(seats);
    expect(seats.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('what others see of a seat', () => {
  test.each<{ stage: string; seat: Parameters<typeof participantOf>[0] }>([
    { stage: 'member', seat: member('bo', { opening: pageOf('bo', 2), isCreator: true }) },
    { stage: 'waiting', seat: waiting('bo', { opening: pageOf('bo', 2), wasRemoved: true }) },
  ])('of a $stage: neither secret nor ticket nor what its owner’s other tabs do', ({ seat }) => {
    const seen = participantOf(seat);
    const { publicKey: _, recorded: __, ...always } = Participant.entries;
    expect(Object.keys(seen).sort()).toEqual(Object.keys(always).sort());
    expect(JSON.stringify(seen)).not.toContain(seat.secret);
  });

  test('a peer belongs to its seat', () => {
    expect(v.is(PeerId, participantOf(member('bo')).peer)).toBe(true);
  });
});
