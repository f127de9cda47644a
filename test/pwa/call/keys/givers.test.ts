import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { PublicKey } from '../../../../edge/protocol/encryption.ts';
import { giversOf, makingTurnMs, turnToMakeMs } from '../../../../pwa/call/keys/givers.ts';
import { ada, bob, person, you } from '../fakes/room.ts';

const publicKey = v.parse(PublicKey, `B${'k'.repeat(86)}`);
const first = person(ada, { joinedAt: 1, publicKey });
const second = person(bob, { joinedAt: 2, publicKey });
const third = person(you, { joinedAt: 3, publicKey });

describe('who is turned to for a key', () => {
  test.each([
    ['those who came first, first', [third, first, second], [ada, bob, you]],
    [
      'those of one moment, in the order of their seats',
      [{ ...third, joinedAt: 2 }, second],
      [bob, you],
    ],
    ['nobody who is away', [{ ...first, awaySince: 9 }, second], [bob]],
    ['nobody who only knocks', [{ ...first, role: 'waiting' as const }, second], [bob]],
    ['nobody whose page has no keys', [person(ada, { joinedAt: 1 }), second], [bob]],
    ['nobody, when there is nobody', [], []],
  ])('%s', (_, people, expected) => {
    expect(giversOf(people)).toEqual(expected);
  });
});

test.each([
  [ada, 0],
  [bob, makingTurnMs],
  [you, 2 * makingTurnMs],
])('it is the turn of %s to make a key after %d ms', (seat, ms) => {
  expect(turnToMakeMs(seat, [first, second, third])).toBe(ms);
});

test('whose page has no keys makes none', () => {
  expect(turnToMakeMs(you, [first, person(you)])).toBeUndefined();
});
