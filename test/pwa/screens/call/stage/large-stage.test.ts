import { describe, expect, test } from 'vitest';
import {
  planLargeStage,
  type StageScene,
} from '../../../../../pwa/screens/call/stage/large-stage.ts';
import { planSmallStage } from '../../../../../pwa/screens/call/stage/stage-plan.ts';
import { hear } from '../../../../../pwa/screens/call/stage/talk.ts';
import { type Tile, tilesOf } from '../../../../../pwa/screens/call/stage/tiles.ts';
import { personOf, roomOf, seatOf } from '../../people.ts';

const laptop = { x: 0, y: 0, width: 1256, height: 700 };
const phone = { x: 0, y: 0, width: 374, height: 690 };

/** `sharing` is the number of who shares a screen; the person at this screen is number 0. */
function tilesFor(count: number, sharing?: number): readonly Tile[] {
  const people = Array.from({ length: count }, (_, number) =>
    personOf(number, { publishing: number === sharing ? ['camera', 'screen'] : ['camera'] }),
  );
  return tilesOf(roomOf(people), false, 0);
}

function plan(scene: Partial<StageScene>, before: readonly ReturnType<typeof seatOf>[] = []) {
  return planLargeStage(before, {
    tiles: tilesFor(20),
    area: laptop,
    pinned: null,
    talk: new Map(),
    now: 0,
    wishedPage: 0,
    ...scene,
  });
}

const namesOf = (tiles: readonly Tile[]) =>
  tiles.map(({ person, source }) => `${person.name} ${source}`);

describe('large on the stage', () => {
  test.each<[string, Partial<StageScene>, readonly string[]]>([
    ['is nobody where all have room', {}, []],
    ['is a shared screen', { tiles: tilesFor(20, 3) }, ['Person 3 screen']],
    ['is what is pinned', { pinned: `${seatOf(5)} camera` }, ['Person 5 camera']],
    [
      'is what is pinned, before a screen',
      { tiles: tilesFor(20, 3), pinned: `${seatOf(5)} camera` },
      ['Person 5 camera'],
    ],
    ['is nobody who was pinned and has left', { pinned: `${seatOf(55)} camera` }, []],
    ['is nobody on a phone among few', { tiles: tilesFor(8), area: phone }, []],
    ['is somebody else on a phone among many', { area: phone }, ['Person 1 camera']],
    ['is the screen on a phone', { tiles: tilesFor(20, 3), area: phone }, ['Person 3 screen']],
    [
      'is who is pinned on a phone',
      { area: phone, pinned: `${seatOf(9)} camera` },
      ['Person 9 camera'],
    ],
  ])('%s', (_, scene, large) => {
    expect(namesOf(plan(scene).leads)).toEqual(large);
  });

  test('is who speaks, on a phone among many', () => {
    const talk = hear(new Map(), new Map([[seatOf(12), 0.4]]), 0);
    const before = plan({ area: phone });
    const after = plan({ area: phone, talk, now: 2_000 }, before.order);
    expect(namesOf(after.leads)).toEqual(['Person 12 camera']);
    expect(after.rest).toEqual(before.rest);
  });
});

describe('the rest', () => {
  test.each<[string, Partial<StageScene>]>([
    ['a laptop', {}],
    ['a laptop with many', { tiles: tilesFor(60) }],
    ['a laptop with a screen', { tiles: tilesFor(30, 4) }],
    [
      'a laptop with a face and a screen',
      { tiles: tilesFor(30, 4), pinned: `${seatOf(2)} camera` },
    ],
    ['a phone', { area: phone }],
    ['a phone with a screen', { area: phone, tiles: tilesFor(30, 4) }],
  ])('comes to everybody once, over the pages of %s', (_, scene) => {
    const { pages, order, leads } = plan(scene);
    const all = Array.from({ length: pages }, (_, wishedPage) =>
      plan({ ...scene, wishedPage }, order),
    );
    const faces = all.flatMap(({ rest }) => rest.filter(({ source }) => source === 'camera'));
    const others = (scene.tiles ?? tilesFor(20)).filter(
      (tile) => tile.source === 'camera' && !leads.some(({ key }) => key === tile.key),
    );
    expect(namesOf(faces).toSorted()).toEqual(namesOf(others).toSorted());
    for (const { leads: large, rest, hidden } of all) {
      expect(large.length + rest.length + hidden.length).toBe((scene.tiles ?? tilesFor(20)).length);
      expect(rest.length).toBeLessThanOrEqual(49);
    }
  });

  test('keeps a screen in sight on every page, when somebody else is large', () => {
    const scene = { tiles: tilesFor(30, 4), pinned: `${seatOf(2)} camera`, wishedPage: 2 };
    expect(namesOf(plan(scene).rest)[0]).toBe('Person 4 screen');
  });

  test('closes up around who is pinned, and lets them back to their place', () => {
    const before = plan({});
    const pinned = plan({ pinned: `${seatOf(5)} camera` }, before.order);
    expect(pinned.rest).not.toContain(pinned.leads[0]);
    expect(plan({}, pinned.order).order).toEqual(before.order);
  });

  test.each([
    [9, 9],
    [99, 9],
    [-1, 0],
  ])('is on page %i, when that is asked for, or the nearest: %i', (wishedPage, page) => {
    expect(plan({ area: phone, tiles: tilesFor(60), wishedPage }).page).toBe(page);
  });
});

test('a small stage has everybody on it, and what is pinned or shared large', () => {
  const tiles = tilesFor(4, 2);
  expect(namesOf(planSmallStage(tiles, null).leads)).toEqual(['Person 2 screen']);
  const { leads, rest } = planSmallStage(tiles, `${seatOf(3)} camera`);
  expect(namesOf(leads)).toEqual(['Person 3 camera']);
  expect(rest).toHaveLength(4);
});
