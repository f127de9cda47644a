import { describe, expect, test } from 'vitest';
import type { Command } from '../../../edge/protocol/commands.ts';
import type { CommandId } from '../../../edge/protocol/ids.ts';
import { obey } from '../../../edge/room/commands.ts';
import type { Draft } from '../../../edge/room/draft.ts';
import { allRights, type Seat } from '../../../edge/room/state.ts';
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
  seatId,
  stageIn,
  waiting,
} from '../support/rules.ts';

const host = member('host', { role: 'host', publishing: ['microphone'] });

function command(draft: Draft, actor: string, asked: Command): string {
  return outcomeOf(() => obey(draft, memberIn(draft, actor), 'c1' as CommandId, asked));
}

describe('being quiet', () => {
  const talking = member('bo', { publishing: ['microphone', 'camera'] });

  test('a mute is asked of its one person and shown to all', () => {
    const draft = draftOf([host, talking]);
    command(draft, 'host', { type: 'mute', seat: talking.id });
    expect(memberIn(draft, 'bo').publishing).toEqual(['camera']);
    expect(draft.events.map(({ audience, event }) => [audience, event.type])).toEqual([
      ['members', 'person'],
      [talking.id, 'silence'],
    ]);
    expect(draft.events[1]?.event).toEqual({
      type: 'silence',
      sources: ['microphone'],
      by: 'host',
    });
  });

  test('a mute is momentary: the person may un-mute', () => {
    const draft = draftOf([host, talking]);
    command(draft, 'host', { type: 'mute', seat: talking.id });
    expect(memberIn(draft, 'bo').rights).toEqual(allRights);
    expect(command(draft, 'bo', { type: 'publish', sources: ['microphone'] })).toBe('ok');
    expect(memberIn(draft, 'bo').publishing).toEqual(['microphone']);
  });

  test('a mute never un-mutes', () => {
    const draft = draftOf([host, member('bo', { publishing: ['camera'] })]);
    expect(command(draft, 'host', { type: 'mute', seat: seatId('bo') })).toBe('ok');
    expect(draft.events).toEqual([]);
    expect(memberIn(draft, 'bo').publishing).toEqual(['camera']);
  });

  test('mute all spares whoever says it', () => {
    const draft = draftOf([host, talking, member('cy', { publishing: ['microphone'] })]);
    command(draft, 'host', { type: 'mute-all' });
    expect(['host', 'bo', 'cy'].map((name) => memberIn(draft, name).publishing)).toEqual([
      ['microphone'],
      ['camera'],
      [],
    ]);
  });

  test('stopping a share stops its sound as well, and nothing else', () => {
    const sharing = member('bo', { publishing: ['microphone', 'screen', 'screen-audio'] });
    const draft = draftOf([host, sharing]);
    command(draft, 'host', { type: 'stop-share', seat: sharing.id });
    expect(memberIn(draft, 'bo').publishing).toEqual(['microphone']);
    expect(memberIn(draft, 'bo').rights.share).toBe(true);
  });
});

describe('rights', () => {
  test.each([
    { right: 'speak', source: 'microphone' },
    { right: 'show', source: 'camera' },
    { right: 'share', source: 'screen' },
  ] as const)('who may not $right cannot publish a $source', ({ right, source }) => {
    const draft = draftOf([host, member('bo', { publishing: [source] })]);
    const seat = seatId('bo');
    command(draft, 'host', { type: 'set-rights', seat, rights: { [right]: false } });
    expect(memberIn(draft, 'bo')).toMatchObject({
      publishing: [],
      rights: { ...allRights, [right]: false },
    });
    expect(command(draft, 'bo', { type: 'publish', sources: [source] })).toBe('not-allowed');
    command(draft, 'host', { type: 'set-rights', seat, rights: { [right]: true } });
    expect(memberIn(draft, 'bo').publishing).toEqual([]);
    expect(command(draft, 'bo', { type: 'publish', sources: [source] })).toBe('ok');
  });

  test('nobody publishes half of what they asked for', () => {
    const draft = draftOf([host, member('bo', { rights: { ...allRights, share: false } })]);
    const sources = ['microphone', 'screen'] as const;
    expect(command(draft, 'bo', { type: 'publish', sources: [...sources] })).toBe('not-allowed');
    expect(memberIn(draft, 'bo').publishing).toEqual([]);
  });

  test('when only hosts may share, a participant’s share ends and a co-host’s does not', () => {
    const draft = draftOf([
      host,
      member('co', { role: 'cohost', publishing: ['screen'] }),
      member('bo', { publishing: ['microphone', 'screen', 'screen-audio'] }),
    ]);
    command(draft, 'host', { type: 'change-settings', settings: { share: 'hosts' } });
    expect(memberIn(draft, 'co').publishing).toEqual(['screen']);
    expect(memberIn(draft, 'bo').publishing).toEqual(['microphone']);
  });

  test('who is no longer a co-host no longer shares where only hosts may', () => {
    const draft = draftOf([host, member('co', { role: 'cohost', publishing: ['screen'] })], {
      share: 'hosts',
    });
    command(draft, 'host', { type: 'set-role', seat: seatId('co'), role: 'participant' });
    expect(memberIn(draft, 'co').publishing).toEqual([]);
  });
});

describe('the waiting room', () => {
  const crowd = (count: number): Seat[] =>
    Array.from({ length: count }, (_, index) => member(`m${index}`));

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
    expect(stageIn(draft, 'bo')).toBeUndefined();
    expect(heard(draft)).toEqual([`members gone ${seatId('bo')} left`]);
    expect(deliveries(draft, 'drop')).toMatchObject([{ code: 'left' }]);
  });

  test('leaves a second tab on its pre-join screen', () => {
    const opening = pageOf('bo', 2);
    const draft = draftOf([host, member('bo', { opening, isCreator: true })]);
    command(draft, 'bo', { type: 'leave' });
    expect(draft.seats.get(seatId('bo'))).toEqual(lobby('bo', { opening, isCreator: true }));
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

describe('the rest', () => {
  test('a hand goes up, keeps its place when raised again, and goes down', () => {
    const draft = draftOf([member('bo', { handRaisedAt: now - 50 }), member('cy')]);
    command(draft, 'bo', { type: 'hand', raised: true });
    command(draft, 'cy', { type: 'hand', raised: true });
    expect(memberIn(draft, 'bo').handRaisedAt).toBe(now - 50);
    expect(memberIn(draft, 'cy').handRaisedAt).toBe(now);
    command(draft, 'bo', { type: 'hand', raised: false });
    expect(memberIn(draft, 'bo').handRaisedAt).toBeNull();
  });

  test('settings change only where they are given', () => {
    const draft = draftOf([host], { name: 'Monday', record: 'hosts' });
    const change = { locked: true, name: undefined };
    command(draft, 'host', { type: 'change-settings', settings: change });
    expect(draft.meeting.settings).toMatchObject({ name: 'Monday', record: 'hosts', locked: true });
  });

  test('chat carries its author’s name and the server’s time', () => {
    const draft = draftOf([host]);
    command(draft, 'host', { type: 'chat', text: 'hello' });
    expect(draft.events).toEqual([
      {
        audience: 'members',
        event: {
          type: 'chat',
          message: { id: 'c1', from: host.id, name: 'host', text: 'hello', at: now },
        },
      },
    ]);
  });

  test('only a host ends the meeting for all', () => {
    const draft = draftOf([host, member('co', { role: 'cohost' })]);
    expect(command(draft, 'co', { type: 'end' })).toBe('not-allowed');
    expect(draft.ended).toBe(false);
    expect(command(draft, 'host', { type: 'end' })).toBe('ok');
    expect(draft.ended).toBe(true);
  });
});
