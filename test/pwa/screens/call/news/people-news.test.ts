import { describe, expect, test } from 'vitest';
import type { Participant } from '../../../../../edge/protocol/people.ts';
import type { RoomView } from '../../../../../pwa/call/room-view.ts';
import { peopleNewsBetween } from '../../../../../pwa/screens/call/news/people-news.ts';
import { personOf, roomOf } from '../../people.ts';

const host = personOf(1, { role: 'host' });
const guest = personOf(2);

function withSettings(room: RoomView, change: Partial<RoomView['settings']>): RoomView {
  return { ...room, settings: { ...room.settings, ...change } };
}

describe('what somebody in a call is told of the others', () => {
  test.each<[string, Participant[], Participant[], object[]]>([
    ['nothing when nothing changes', [host, guest], [host, guest], []],
    ['who came', [host], [host, guest], [{ kind: 'joined', names: ['Person 2'] }]],
    ['who went', [host, guest], [host], [{ kind: 'left', names: ['Person 2'] }]],
    [
      'who knocks, and not that they joined',
      [host],
      [host, personOf(2, { role: 'waiting' })],
      [{ kind: 'knock', names: ['Person 2'] }],
    ],
    [
      'who was let in',
      [host, personOf(2, { role: 'waiting' })],
      [host, guest],
      [{ kind: 'joined', names: ['Person 2'] }],
    ],
    [
      'whose hand went up',
      [host, guest],
      [host, personOf(2, { handRaisedAt: 5 })],
      [{ kind: 'hand', names: ['Person 2'] }],
    ],
    ['not of a hand of their own', [host], [personOf(1, { role: 'host', handRaisedAt: 5 })], []],
    ['that they may host now', [guest], [personOf(2, { role: 'cohost' })], [{ kind: 'cohost' }]],
    [
      'that they may not any more',
      [personOf(2, { role: 'cohost' })],
      [guest],
      [{ kind: 'no-cohost' }],
    ],
  ])('%s', (_, before, after, news) => {
    expect(peopleNewsBetween(roomOf(before), roomOf(after))).toEqual(news);
  });

  test('that the call is locked, and that it no longer is', () => {
    const open = roomOf([host]);
    const locked = withSettings(open, { locked: true });
    expect(peopleNewsBetween(open, locked)).toEqual([{ kind: 'locked' }]);
    expect(peopleNewsBetween(locked, open)).toEqual([{ kind: 'unlocked' }]);
  });

  test('of a removal, and hosts what it does to those who come', () => {
    const gone = personOf(3);
    const before = roomOf([host, guest, gone]);
    const removed = { ...roomOf([host, guest]), removed: new Set([gone.seat]) };
    const news = { kind: 'removed', names: ['Person 3'] };
    expect(peopleNewsBetween(before, removed)).toEqual([{ ...news, shutsDoor: false }]);
    const shut = withSettings(removed, { waitingRoom: true });
    expect(peopleNewsBetween(before, shut)).toEqual([{ ...news, shutsDoor: true }]);
    const you = guest.seat;
    const asGuest = peopleNewsBetween({ ...before, you }, { ...shut, you });
    expect(asGuest).toEqual([{ ...news, shutsDoor: false }]);
  });

  test('in a larger call nothing of comings and goings, but of knocks and hands', () => {
    const many = [host, ...[2, 3, 4, 5].map((number) => personOf(number))];
    const knocking = personOf(7, { role: 'waiting' });
    const after = [...many, personOf(6, { handRaisedAt: 1 }), knocking];
    expect(peopleNewsBetween(roomOf(many), roomOf(after))).toEqual([
      { kind: 'knock', names: ['Person 7'] },
      { kind: 'hand', names: ['Person 6'] },
    ]);
  });
});
