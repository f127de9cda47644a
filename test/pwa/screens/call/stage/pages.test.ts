import { describe, expect, test } from 'vitest';
import { orderBehindSpeaker, orderFaces } from '../../../../../pwa/screens/call/stage/pages.ts';
import { hear, type Talk } from '../../../../../pwa/screens/call/stage/talk.ts';
import { seatOf } from '../../people.ts';

const perPage = 4;
const now = 100_000;
const eight = [1, 2, 3, 4, 5, 6, 7, 8];
const silence: Talk = new Map();

/** Who spoke last how long ago, for two seconds; `0` is speaking still. */
function spoke(...turns: readonly (readonly [number, number])[]): Talk {
  const news = turns.flatMap(([number, agoMs]) => [
    { at: now - agoMs - 2_000, seat: seatOf(number), level: 0.5 },
    ...(agoMs > 0 ? [{ at: now - agoMs, seat: seatOf(number), level: 0 }] : []),
  ]);
  const levels = new Map<ReturnType<typeof seatOf>, number>();
  return news
    .toSorted((one, other) => one.at - other.at)
    .reduce((talk, { at, seat, level }) => hear(talk, levels.set(seat, level), at), silence);
}

function orderly(numbers: readonly number[], talk: Talk, before: readonly number[], own: number) {
  return { before: before.map(seatOf), seats: numbers.map(seatOf), own: seatOf(own), talk, now };
}

const numbersOf = (order: readonly string[]) => order.map((seat) => Number(seat.slice(4)));

describe('faces on pages', () => {
  const order = (numbers: readonly number[], talk = silence, before = eight, own = 1) =>
    numbersOf(orderFaces(perPage, orderly(numbers, talk, before, own)));

  test.each<[string, readonly number[], Talk]>([
    ['stay while nobody speaks whom the first page does not show', eight, spoke([2, 0])],
    [
      'change places when somebody on another page speaks, and nobody else moves',
      [1, 2, 3, 7, 5, 6, 4, 8],
      spoke([7, 0], [2, 500], [3, 40_000], [4, 60_000]),
    ],
    [
      'give up first who was never heard',
      [1, 2, 7, 4, 5, 6, 3, 8],
      spoke([7, 0], [2, 30_000], [4, 60_000]),
    ],
    ['never give up one’s own', [1, 7, 3, 4, 5, 6, 2, 8], spoke([7, 0])],
    ['make room for two who speak at once', [1, 6, 7, 4, 5, 2, 3, 8], spoke([6, 0], [7, 0])],
    [
      'stay when all of the first page are in the conversation',
      eight,
      spoke([7, 0], [2, 500], [3, 4_000], [4, 6_000]),
    ],
    ['stay for somebody who spoke long ago', eight, spoke([7, 20_000])],
    ['stay for a cough', eight, hear(silence, new Map([[seatOf(7), 0.5]]), now - 1_000)],
  ])('%s', (_, expected, talk) => {
    expect(order(eight, talk)).toEqual(expected);
  });

  test('have our own on the first page', () => {
    expect(order(eight, silence, eight, 8)).toEqual([1, 2, 3, 8, 5, 6, 7, 4]);
  });

  test('close up when somebody leaves, and make room at the end for who comes', () => {
    expect(order([1, 3, 4, 5, 6, 9])).toEqual([1, 3, 4, 5, 6, 9]);
  });

  test('are as they came once all of them have room', () => {
    expect(order([1, 2, 3], silence, [3, 1, 2])).toEqual([1, 2, 3]);
  });
});

describe('faces behind one who is large', () => {
  const order = (talk: Talk, before = eight, own = 1) =>
    numbersOf(orderBehindSpeaker(perPage, orderly(eight, talk, before, own)));

  test.each<[string, readonly number[], Talk, readonly number[]]>([
    [
      'another’s before anybody has spoken, for nobody wants their own',
      [2, 1, 3, 4, 5, 6, 7, 8],
      silence,
      eight,
    ],
    [
      'the speaker’s, who changes places with the one before',
      [7, 1, 3, 4, 5, 6, 2, 8],
      spoke([7, 0]),
      [2, 1, 3, 4, 5, 6, 7, 8],
    ],
    [
      'the same while nobody else speaks',
      [7, 1, 3, 4, 5, 6, 2, 8],
      spoke([7, 5_000]),
      [7, 1, 3, 4, 5, 6, 2, 8],
    ],
    [
      'the same while they speak themselves',
      [7, 1, 3, 4, 5, 6, 2, 8],
      spoke([7, 0], [3, 0]),
      [7, 1, 3, 4, 5, 6, 2, 8],
    ],
    ['the same while we speak', [7, 1, 3, 4, 5, 6, 2, 8], spoke([1, 0]), [7, 1, 3, 4, 5, 6, 2, 8]],
  ])('is %s', (_, expected, talk, before) => {
    expect(order(talk, [...before])).toEqual(expected);
  });

  test('have our own on the first page', () => {
    expect(order(silence, eight, 8)).toEqual([1, 2, 3, 4, 8, 6, 7, 5]);
  });
});
