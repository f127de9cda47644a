import { describe, expect, test } from 'vitest';
import { leave } from '../../../../edge/room/rules/commands.ts';
import { becomeMember } from '../../../../edge/room/rules/joining.ts';
import type { Seat } from '../../../../edge/room/state/meeting.ts';
import {
  command,
  deliveries,
  departureAt,
  draftOf,
  heard,
  lobby,
  member,
  memberIn,
  now,
  pageOf,
  seatId,
  stageIn,
  waiting,
} from '../../support/rules.ts';

const host = member('host', { role: 'host', publishing: ['microphone'] });

describe('the waiting room', () => {
  const crowd = (count: number): Seat[] =>
    Array.from({ length: count }, (_, index) => {
      const name = `m${index}`;
      // No call could take this page to a media server.
      return member(name, { page: { ...pageOf(name), capabilities: ['mesh'] } });
    });

  test('whoever is admitted is told everything, and everybody is told of them', () => {
    const draft = draftOf([host, waiting('bo')]);
    command(draft, 'host', { type: 'admit', seat: seatId('bo') });
    expect(heard(draft)).toEqual(['members person bo participant']);
    expect(draft.deliveries).toEqual([{ kind: 'joined', peer: pageOf('bo').peer }]);
  });

  test('whoever is admitted while away is a member who is away', () => {
    const draft = draftOf([host, waiting('bo', { awaySince: now - 5 })]);
    command(draft, 'host', { type: 'admit', seat: seatId('bo') });
    expect(memberIn(draft, 'bo').awaySince).toBe(now - 5);
  });

  test('a reload that is on its pre-join screen stays there when its seat is admitted', () => {
    const reload = pageOf('bo', 2);
    const draft = draftOf([host, waiting('bo', { opening: reload })]);
    command(draft, 'host', { type: 'admit', seat: seatId('bo') });
    expect(memberIn(draft, 'bo')).toMatchObject({ page: pageOf('bo'), opening: reload });
  });

  test('nobody is admitted to a full room', () => {
    const draft = draftOf([host, ...crowd(4), waiting('bo')]);
    expect(command(draft, 'host', { type: 'admit', seat: seatId('bo') })).toBe('room-full');
    expect(stageIn(draft, 'bo')).toBe('waiting');
  });

  test('admit all lets in as many as there is room for, in the order they knocked', () => {
    const draft = draftOf([
      host,
      ...crowd(2),
      waiting('third', { joinedAt: now + 3 }),
      waiting('first', { joinedAt: now + 1 }),
      waiting('second', { joinedAt: now + 2 }),
    ]);
    expect(command(draft, 'host', { type: 'admit-all' })).toBe('ok');
    expect(['first', 'second', 'third'].map((name) => stageIn(draft, name))).toEqual([
      'member',
      'member',
      'waiting',
    ]);
  });

  test('admit all says so when there is room for nobody', () => {
    const draft = draftOf([host, ...crowd(4), waiting('bo')]);
    expect(command(draft, 'host', { type: 'admit-all' })).toBe('room-full');
  });

  test('admit all is content when nobody waits, even in a full room', () => {
    expect(command(draftOf([host, ...crowd(4)]), 'host', { type: 'admit-all' })).toBe('ok');
  });

  test('only hosts hear who is refused, and the refused hears why', () => {
    const draft = draftOf([host, waiting('bo')]);
    command(draft, 'host', { type: 'refuse', seat: seatId('bo') });
    expect(heard(draft)).toEqual([`hosts gone ${seatId('bo')} refused`]);
    expect(deliveries(draft, 'drop')).toEqual([
      { kind: 'drop', peer: pageOf('bo').peer, code: 'refused' },
    ]);
    expect(deliveries(draft, 'peer-left')).toMatchObject([{ wasMember: false }]);
    expect(stageIn(draft, 'bo')).toBeUndefined();
  });

  test('a new co-host learns who is waiting, a former one forgets them', () => {
    const draft = draftOf([host, member('co'), waiting('kn')]);
    command(draft, 'host', { type: 'set-role', seat: seatId('co'), role: 'cohost' });
    command(draft, 'host', { type: 'set-role', seat: seatId('co'), role: 'participant' });
    expect(heard(draft)).toEqual([
      'members person co cohost',
      `${seatId('co')} person kn waiting`,
      'members person co participant',
      `${seatId('co')} gone ${seatId('kn')} left`,
    ]);
  });
});

describe('removing', () => {
  test('keeps the person’s browser in mind, drops them, and switches the waiting room on', () => {
    const draft = draftOf([host, member('bo', { bearer: null })]);
    expect(command(draft, 'host', { type: 'remove', seat: seatId('bo') })).toBe('ok');
    expect(stageIn(draft, 'bo')).toBe('removed');
    expect(draft.meeting.settings.waitingRoom).toBe(true);
    expect(heard(draft)).toEqual([`members gone ${seatId('bo')} removed`, 'members settings']);
    expect(deliveries(draft, 'drop')).toMatchObject([{ code: 'removed' }]);
    expect(deliveries(draft, 'peer-left')).toMatchObject([{ wasMember: true }]);
  });

  test('takes creatorship along, so that it cannot be a way back in', () => {
    const draft = draftOf([host, member('bo', { isCreator: true })]);
    command(draft, 'host', { type: 'remove', seat: seatId('bo') });
    expect(draft.seats.get(seatId('bo'))?.isCreator).toBe(false);
  });

  test('leaves a second tab on its pre-join screen, where it has to knock', () => {
    const draft = draftOf([host, member('bo', { opening: pageOf('bo', 2) })]);
    command(draft, 'host', { type: 'remove', seat: seatId('bo') });
    expect(draft.seats.get(seatId('bo'))).toMatchObject({
      stage: 'removed',
      opening: pageOf('bo', 2),
    });
  });
});

describe('leaving', () => {
  test('gives the seat up', () => {
    const draft = draftOf([host, member('bo')]);
    command(draft, 'bo', { type: 'leave' });
    expect(draft.seats.get(seatId('bo'))).toMatchObject({ stage: 'lobby', departure: { at: now } });
    expect(heard(draft)).toEqual([`members gone ${seatId('bo')} left`]);
    expect(deliveries(draft, 'drop')).toMatchObject([{ code: 'left' }]);
  });

  test('leaves a second tab on its pre-join screen', () => {
    const opening = pageOf('bo', 2);
    const draft = draftOf([host, member('bo', { opening, isCreator: true })]);
    command(draft, 'bo', { type: 'leave' });
    expect(draft.seats.get(seatId('bo'))).toEqual(
      lobby('bo', { opening, isCreator: true, departure: departureAt(now) }),
    );
  });

  test('is remembered of the last hundred who left, so that nobody fills the room by it', () => {
    const leavers = Array.from({ length: 120 }, (_, index) => member(`p${index}`));
    const draft = draftOf([host, ...leavers]);
    for (const seat of leavers) leave(draft, seat);
    expect(draft.seats.size).toBe(101);
  });

  test('takes no right back that a host has taken away, nor a role that one has given', () => {
    const rights = { speak: false, show: true, share: true };
    const draft = draftOf([host, member('bo', { rights, role: 'cohost' })]);
    command(draft, 'bo', { type: 'leave' });
    const seat = draft.seats.get(seatId('bo'));
    if (seat === undefined) throw new Error('Bo is forgotten');
    const back = becomeMember(draft, seat, pageOf('bo', 2), {
      name: 'Bo',
      publishing: ['microphone'],
    });
    expect(back).toMatchObject({ rights, role: 'cohost', publishing: [] });
    expect(back).not.toHaveProperty('departure');
  });

  test('is forgotten when the doors are shut, or somebody is removed', () => {
    for (const shut of [
      { type: 'change-settings', settings: { waitingRoom: true } },
      { type: 'change-settings', settings: { locked: true } },
      { type: 'remove', seat: seatId('cy') },
    ] as const) {
      const draft = draftOf([host, member('bo'), member('cy')]);
      command(draft, 'bo', { type: 'leave' });
      command(draft, 'host', shut);
      expect(stageIn(draft, 'bo'), shut.type).toBeUndefined();
    }
  });

  test('of the last member makes the room empty, whoever may wait', () => {
    const draft = draftOf([host, waiting('kn')]);
    command(draft, 'host', { type: 'leave' });
    expect(draft.meeting.emptySince).toBe(now);
    expect(stageIn(draft, 'kn')).toBe('waiting');
  });

  test('of somebody else does not', () => {
    const draft = draftOf([host, member('bo')]);
    command(draft, 'bo', { type: 'leave' });
    expect(draft.meeting.emptySince).toBeNull();
  });
});
