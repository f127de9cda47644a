import { describe, expect, test } from 'vitest';
import { facesPerPage, orderFaces, pageOf } from '../../../../pwa/screens/call/pages.ts';
import { type Tile, tilesOf } from '../../../../pwa/screens/call/tiles.ts';
import { personOf, roomOf, seatOf } from '../people.ts';

const perPage = 4;
const now = 100_000;

/** `own` is the number of the person at this screen. */
function facesOf(numbers: readonly number[], own = numbers[0] ?? 0): readonly Tile[] {
  const room = roomOf(numbers.map((number) => personOf(number)));
  return tilesOf({ ...room, you: seatOf(own) }, false, 0);
}

const eight = [1, 2, 3, 4, 5, 6, 7, 8];
const seats = eight.map(seatOf);

function spoke(...turns: readonly (readonly [number, number])[]) {
  return new Map(turns.map(([number, agoMs]) => [seatOf(number), now - agoMs]));
}

function order(numbers: readonly number[], spokeAt = spoke(), before = seats, own?: number) {
  return orderFaces(before, facesOf(numbers, own), perPage, spokeAt, now).map((seat) =>
    Number(seat.slice(4)),
  );
}

describe('faces on pages', () => {
  test('stay where they are while nobody speaks whom the first page does not show', () => {
    expect(order(eight, spoke([2, 0]))).toEqual(eight);
  });

  test('change places when somebody on another page speaks, and nobody else moves', () => {
    expect(order(eight, spoke([7, 0], [2, 500], [3, 40_000], [4, 60_000]))).toEqual([
      1, 2, 3, 7, 5, 6, 4, 8,
    ]);
  });

  test('stay when all of the first page are in the conversation', () => {
    expect(order(eight, spoke([7, 0], [2, 500], [3, 4_000], [4, 6_000]))).toEqual(eight);
  });

  test('do not change places for somebody who spoke long ago', () => {
    expect(order(eight, spoke([7, 20_000]))).toEqual(eight);
  });

  test('have our own on the first page', () => {
    expect(order(eight, spoke(), seats, 8)).toEqual([1, 2, 3, 8, 5, 6, 7, 4]);
  });

  test('close up when somebody leaves, and make room at the end for who comes', () => {
    expect(order([1, 3, 4, 5, 6, 9])).toEqual([1, 3, 4, 5, 6, 9]);
  });

  test('are as they came once all of them have room', () => {
    expect(order([1, 2, 3], spoke(), [seatOf(3), seatOf(1), seatOf(2)])).toEqual([1, 2, 3]);
  });
});

describe('a page', () => {
  const tiles = facesOf(eight);

  test.each([
    [0, 0, [1, 2, 3, 4]],
    [1, 1, [5, 6, 7, 8]],
    [9, 1, [5, 6, 7, 8]],
    [-1, 0, [1, 2, 3, 4]],
  ])('%i, when asked for, is page %i', (wished, number, shown) => {
    const page = pageOf(tiles, seats, perPage, wished);
    expect(page.number).toBe(number);
    expect(page.shown.map(({ person }) => person.seat)).toEqual(shown.map(seatOf));
    expect([...page.shown, ...page.hidden]).toHaveLength(tiles.length);
  });

  test('has every shared screen', () => {
    const sharing = roomOf(
      eight.map((number) => personOf(number, { publishing: number === 8 ? ['screen'] : [] })),
    );
    const page = pageOf(tilesOf(sharing, false, 0), seats, perPage, 0);
    expect(page.shown[0]?.source).toBe('screen');
    expect(page.shown).toHaveLength(perPage + 1);
  });
});

test.each([
  ['a laptop', 1280, 680, false, 49],
  ['a phone', 390, 600, false, 12],
  ['a phone on its side', 600, 280, false, 6],
  ['a laptop with a shared screen', 1280, 680, true, 7],
  ['next to nothing', 100, 50, false, 4],
])('%s has room for so many faces', (_, width, height, screenShown, faces) => {
  expect(facesPerPage({ x: 0, y: 0, width, height }, screenShown)).toBe(faces);
});
