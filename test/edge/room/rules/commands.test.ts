import { describe, expect, test } from 'vitest';
import { allRights } from '../../../../edge/room/state/meeting.ts';
import { command, draftOf, member, memberIn, now, seatId } from '../../support/rules.ts';

const host = member('host', { role: 'host', publishing: ['microphone'] });

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
