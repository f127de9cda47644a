import { describe, expect, test } from 'vitest';
import { awayHiddenAfterMs, tilesOf } from '../../../../../pwa/screens/call/stage/tiles.ts';
import { personOf, roomOf } from '../../people.ts';

function keysOf(...given: Parameters<typeof tilesOf>): string[] {
  return tilesOf(...given).map(({ person, source }) => `${person.name} ${source}`);
}

describe('the tiles', () => {
  test('stay in the order in which people came, whatever order the room tells them in', () => {
    const room = roomOf([personOf(2), personOf(1), personOf(3)]);
    expect(keysOf(room, false, 0)).toEqual([
      'Person 1 camera',
      'Person 2 camera',
      'Person 3 camera',
    ]);
  });

  test('begin with shared screens', () => {
    const room = roomOf([personOf(1), personOf(2, { publishing: ['screen'] })]);
    expect(keysOf(room, false, 0)[0]).toBe('Person 2 screen');
  });

  test("show one's own screen as soon as it is captured, before the room knows", () => {
    expect(keysOf(roomOf([personOf(1)]), true, 0)).toEqual(['Person 1 screen', 'Person 1 camera']);
  });

  test('leave out who is only waiting', () => {
    const room = roomOf([personOf(1), personOf(2, { role: 'waiting' })]);
    expect(keysOf(room, false, 0)).toEqual(['Person 1 camera']);
  });

  test('keep who is away for a while, then let them go', () => {
    const room = roomOf([personOf(1), personOf(2, { awaySince: 1_000 })]);
    expect(keysOf(room, false, 1_000 + awayHiddenAfterMs)).toHaveLength(2);
    expect(keysOf(room, false, 1_001 + awayHiddenAfterMs)).toEqual(['Person 1 camera']);
  });

  test('never lose oneself, however long one was away', () => {
    const room = roomOf([personOf(1, { awaySince: 0 })]);
    expect(keysOf(room, false, 3_600_000)).toEqual(['Person 1 camera']);
  });
});
