import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  isHosting,
  MeetingName,
  maySend,
  PersonName,
  type Rights,
  type Role,
  Sources,
  sources,
} from '../../edge/protocol/people.ts';

const all: Rights = { speak: true, show: true, share: true };

function allowed(role: Role, rights: Rights, share: 'everyone' | 'hosts') {
  return sources.filter((source) => maySend(source, { role, rights }, { share }));
}

describe('who may send what', () => {
  test.each<{ role: Role; share: 'everyone' | 'hosts'; may: readonly string[] }>([
    { role: 'host', share: 'everyone', may: sources },
    { role: 'host', share: 'hosts', may: sources },
    { role: 'cohost', share: 'everyone', may: sources },
    { role: 'cohost', share: 'hosts', may: sources },
    { role: 'participant', share: 'everyone', may: sources },
    { role: 'participant', share: 'hosts', may: ['microphone', 'camera'] },
    { role: 'waiting', share: 'everyone', may: [] },
    { role: 'waiting', share: 'hosts', may: [] },
  ])('a $role where $share may share: $may', ({ role, share, may }) => {
    expect(allowed(role, all, share)).toEqual(may);
  });

  test.each<{ taken: keyof Rights; may: readonly string[] }>([
    { taken: 'speak', may: ['camera', 'screen', 'screen-audio'] },
    { taken: 'show', may: ['microphone', 'screen', 'screen-audio'] },
    { taken: 'share', may: ['microphone', 'camera'] },
  ])('without the right to $taken only $may is left', ({ taken, may }) => {
    const rights = { ...all, [taken]: false };
    expect(allowed('participant', rights, 'everyone')).toEqual(may);
    expect(allowed('cohost', rights, 'hosts')).toEqual(may);
  });

  test('hosts and co-hosts host, the others do not', () => {
    expect((['host', 'cohost', 'participant', 'waiting'] as const).filter(isHosting)).toEqual([
      'host',
      'cohost',
    ]);
  });
});

describe('names', () => {
  test.each([
    ['blanks around it go', '  Ada  ', 'Ada'],
    ['control characters become blanks', 'Ada\u0000\u0007Lovelace', 'Ada Lovelace'],
    ['no line is broken', 'Ada\r\nLovelace\u2028x', 'Ada Lovelace x'],
    ['text direction cannot be turned', 'Ada\u202Etxt.exe', 'Ada txt.exe'],
    ['other scripts stay', 'Ада 💁 愛', 'Ада 💁 愛'],
  ])('%s', (_, given, shown) => {
    expect(v.parse(PersonName, given)).toBe(shown);
  });

  test('a person has one', () => {
    expect(v.is(PersonName, '')).toBe(false);
    expect(v.is(PersonName, '  \u200b\u202e ')).toBe(false);
  });

  test('a meeting need not have one', () => {
    expect(v.parse(MeetingName, ' ')).toBe('');
  });

  test('they end somewhere', () => {
    expect(v.is(PersonName, 'x'.repeat(60))).toBe(true);
    expect(v.is(PersonName, 'x'.repeat(61))).toBe(false);
    expect(v.is(MeetingName, 'x'.repeat(101))).toBe(false);
  });
});

test('a list of sources has each once and in a fixed order', () => {
  expect(v.parse(Sources, ['screen', 'microphone', 'screen'])).toEqual(['microphone', 'screen']);
  expect(v.is(Sources, ['smell'])).toBe(false);
  expect(
    v.is(
      Sources,
      Array.from({ length: 5 }, () => 'camera'),
    ),
  ).toBe(false);
});
