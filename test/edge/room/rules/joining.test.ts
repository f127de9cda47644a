import { describe, expect, test } from 'vitest';
import { enter, newSeat, openPage } from '../../../../edge/room/rules/joining.ts';
import { allRights, membersOf, type Seat } from '../../../../edge/room/state/meeting.ts';
import { random } from '../../support/meeting.ts';
import {
  deliveries,
  draftOf,
  heard,
  lobby,
  member,
  memberIn,
  now,
  outcomeOf,
  pageOf,
  removed,
  stageIn,
  waiting,
} from '../../support/rules.ts';

const asBo = { name: 'Bo', publishing: ['camera'] } as const;
const opening = { isCreator: false, capabilities: ['mesh'] };

describe('coming in', () => {
  test.each<{ who: string; seat: Seat; becomes: string }>([
    { who: 'a newcomer', seat: lobby('bo'), becomes: 'member' },
    { who: 'whoever was removed', seat: removed('bo'), becomes: 'waiting' },
    { who: 'whoever waits', seat: waiting('bo'), becomes: 'member' },
    {
      who: 'whoever waits and was removed before',
      seat: waiting('bo', { wasRemoved: true }),
      becomes: 'waiting',
    },
    { who: 'a member', seat: member('bo'), becomes: 'member' },
  ])('$who becomes a $becomes', ({ seat, becomes }) => {
    const draft = draftOf([seat]);
    expect(enter(draft, seat, pageOf('bo'), asBo).stage).toBe(becomes);
    expect(stageIn(draft, 'bo')).toBe(becomes);
  });

  test('a newcomer is a participant with every right, shown to all', () => {
    const draft = draftOf([lobby('bo')]);
    enter(draft, lobby('bo'), pageOf('bo'), asBo);
    expect(memberIn(draft, 'bo')).toMatchObject({
      name: 'Bo',
      role: 'participant',
      rights: allRights,
      publishing: ['camera'],
      joinedAt: now,
      opening: null,
    });
    expect(heard(draft)).toEqual(['members person Bo participant']);
  });

  test('who come at one instant keep the order in which they came', () => {
    const names = ['zoe', 'bo', 'mia', 'ada'];
    const draft = draftOf(names.map((name) => lobby(name)));
    for (const name of names) enter(draft, lobby(name), pageOf(name), { ...asBo, name });
    expect(membersOf(draft.seats.values()).map(({ name }) => name)).toEqual(names);
  });

  test('somebody who knocks is shown to hosts only', () => {
    const draft = draftOf([lobby('bo')], { waitingRoom: true });
    enter(draft, lobby('bo'), pageOf('bo'), asBo);
    expect(heard(draft)).toEqual(['hosts person Bo waiting']);
    expect(deliveries(draft, 'tell')).toMatchObject([{ message: { type: 'waiting' } }]);
  });

  test('a room that was empty no longer ages', () => {
    const draft = draftOf([lobby('bo')]);
    draft.meeting = { ...draft.meeting, emptySince: now - 5 };
    enter(draft, lobby('bo'), pageOf('bo'), asBo);
    expect(draft.meeting.emptySince).toBeNull();
  });

  test('a member’s new page keeps role, rights, hand and since when they are here', () => {
    const before = member('bo', {
      role: 'cohost',
      rights: { ...allRights, show: false },
      handRaisedAt: now - 40,
      joinedAt: now - 50,
      peerSince: now - 50,
      opening: pageOf('bo', 2),
      awaySince: now - 10,
    });
    const draft = draftOf([before]);
    enter(draft, before, pageOf('bo', 2), { name: 'Bob', publishing: ['microphone', 'camera'] });
    expect(memberIn(draft, 'bo')).toEqual({
      ...before,
      name: 'Bob',
      page: pageOf('bo', 2),
      opening: null,
      peerSince: now,
      publishing: ['microphone'],
      awaySince: null,
    });
  });

  test('a member’s new page takes over from the old one', () => {
    const before = member('bo', { opening: pageOf('bo', 2) });
    const draft = draftOf([before]);
    enter(draft, before, pageOf('bo', 2), asBo);
    const old = pageOf('bo').peer;
    expect(draft.deliveries).toEqual([
      { kind: 'peer-left', peer: old, wasMember: true },
      { kind: 'drop', peer: old, code: 'seat-taken' },
      { kind: 'joined', peer: pageOf('bo', 2).peer },
    ]);
  });

  test('who waited and reloads keeps their place in the queue', () => {
    const before = waiting('bo', { joinedAt: now - 50, opening: pageOf('bo', 2) });
    const draft = draftOf([before], { waitingRoom: true });
    enter(draft, before, pageOf('bo', 2), asBo);
    expect(draft.seats.get(before.id)).toMatchObject({ stage: 'waiting', joinedAt: now - 50 });
    expect(deliveries(draft, 'peer-left')).toMatchObject([{ wasMember: false }]);
  });

  test('the creator is a host and sees who waits', () => {
    const draft = draftOf([lobby('bo', { isCreator: true })], { waitingRoom: true, locked: true });
    enter(draft, lobby('bo', { isCreator: true }), pageOf('bo'), asBo);
    expect(memberIn(draft, 'bo').role).toBe('host');
  });
});

describe('the pre-join screen', () => {
  test('a new seat is nobody', () => {
    const draft = draftOf([]);
    const seat = newSeat(draft, random);
    expect(openPage(draft, seat, random, opening).peer).toBe(`${seat.id}-1`);
    expect(draft.events).toEqual([]);
  });

  test('a second tab leaves the first in the call until it joins', () => {
    const draft = draftOf([member('bo')]);
    const page = openPage(draft, member('bo'), random, opening);
    expect(page.peer).toBe(pageOf('bo', 2).peer);
    expect(memberIn(draft, 'bo')).toMatchObject({ page: pageOf('bo'), opening: page });
    expect(draft.deliveries).toEqual([]);
  });

  test('a third tab takes the second’s place there', () => {
    const before = member('bo', { pagesOpened: 2, opening: pageOf('bo', 2) });
    const draft = draftOf([before]);
    openPage(draft, before, random, opening);
    expect(deliveries(draft, 'drop')).toEqual([
      { kind: 'drop', peer: pageOf('bo', 2).peer, code: 'seat-taken' },
    ]);
  });

  test('seats are not endless', () => {
    const draft = draftOf([]);
    for (let count = 0; count < 1_000; count += 1) newSeat(draft, random);
    expect(outcomeOf(() => newSeat(draft, random))).toBe('rate-limited');
  });
});
