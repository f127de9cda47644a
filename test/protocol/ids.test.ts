import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  brandIf,
  CommandId,
  groupMeetingId,
  idAlphabet,
  MeetingId,
  PeerId,
  readMeetingId,
  SeatId,
  Secret,
  seatOfPeer,
} from '../../edge/protocol/ids.ts';

const id = '0123-4567-89ab-cdef-ghjk';

describe('a meeting id', () => {
  test('has letters that nobody mistakes for others', () => {
    expect(idAlphabet).toHaveLength(32);
    expect(new Set(idAlphabet)).toHaveLength(32);
    expect(idAlphabet).not.toMatch(/[ilou]/);
  });

  test('carries at least 96 bits', () => {
    const letters = id.replaceAll('-', '').length;
    expect(letters * Math.log2(idAlphabet.length)).toBeGreaterThanOrEqual(96);
  });

  test('accepts every letter of the alphabet and no other', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') {
      expect(v.is(MeetingId, id.replace('a', letter))).toBe(idAlphabet.includes(letter));
    }
  });

  test('is read out in groups of four', () => {
    expect(groupMeetingId('0123456789abcdefghjk')).toBe(id);
  });

  test.each([
    ['as it is', id],
    ['in capitals', id.toUpperCase()],
    ['without dashes', '0123456789abcdefghjk'],
    ['with spaces around and within', `  0123 4567 89ab cdef\tghjk\n`],
    ['with a typographer’s dashes', id.replaceAll('-', '–')],
    ['with dots and underscores', '0123.4567_89ab.cdef_ghjk'],
    ['with o for 0 and i or l for 1', 'oi23-4567-89ab-cdef-ghjk'],
    ['with L for 1', 'OL23-4567-89ab-cdef-ghjk'],
  ])('is read %s', (_, text) => {
    expect(readMeetingId(text)).toBe(id);
  });

  test.each([
    ['nothing', ''],
    ['one letter too few', id.slice(0, -1)],
    ['one letter too many', `${id}0`],
    ['a letter outside the alphabet', id.replace('a', 'u')],
    ['a letter that is only in Unicode', id.replace('a', 'а')],
    ['a path', `../${id}`],
    ['very much', '0'.repeat(100_000)],
  ])('is not read from %s', (_, text) => {
    expect(readMeetingId(text)).toBeUndefined();
  });
});

describe('the other names', () => {
  test('a peer names its seat and how often it was opened', () => {
    const peer = v.parse(PeerId, 'a1b2c3d4e5f6-12');
    expect(seatOfPeer(peer)).toBe('a1b2c3d4e5f6');
  });

  test.each(['a1b2c3d4e5f6', 'a1b2c3d4e5f6-0', 'a1b2c3d4e5f6-01', 'a1b2c3d4e5f6-1000000', '-1'])(
    '%s is no peer',
    (text) => expect(v.is(PeerId, text)).toBe(false),
  );

  test.each(['a1b2c3d4e5f', 'a1b2c3d4e5f67', 'A1B2C3D4E5F6', 'a1b2c3d4e5fi', 'constructor', ''])(
    '%s is no seat',
    (text) => expect(v.is(SeatId, text)).toBe(false),
  );

  test('a secret has at least 128 bits', () => {
    expect(22 * Math.log2(64)).toBeGreaterThanOrEqual(128);
    expect(v.is(Secret, 'A'.repeat(22))).toBe(true);
    expect(v.is(Secret, 'A'.repeat(21))).toBe(false);
    expect(v.is(Secret, 'A'.repeat(65))).toBe(false);
    expect(v.is(Secret, `${'A'.repeat(22)}\n`)).toBe(false);
  });

  test('a command id is short and plain', () => {
    expect(v.is(CommandId, 'c-1_Z')).toBe(true);
    expect(v.is(CommandId, '')).toBe(false);
    expect(v.is(CommandId, 'x'.repeat(33))).toBe(false);
    expect(v.is(CommandId, 'a b')).toBe(false);
  });

  test('a brand is given only to what fits', () => {
    expect(brandIf(SeatId, 'a1b2c3d4e5f6')).toBe('a1b2c3d4e5f6');
    expect(brandIf(SeatId, 12)).toBeUndefined();
    expect(brandIf(SeatId, null)).toBeUndefined();
  });
});
