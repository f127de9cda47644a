import { describe, expect, test } from 'vitest';
import { arrange, type Box, type Seen } from '../../../../../pwa/screens/call/stage/arrange.ts';
import type { Tile } from '../../../../../pwa/screens/call/stage/tiles.ts';
import { personOf } from '../../people.ts';

const wide: Box = { x: 0, y: 0, width: 1280, height: 720 };
const upright: Box = { x: 0, y: 0, width: 390, height: 760 };

function cameras(count: number): Tile[] {
  return Array.from({ length: count }, (_, index) => tile(index, 'camera'));
}

function tile(number: number, source: Tile['source']): Tile {
  const person = personOf(number);
  return { key: `${person.seat} ${source}`, source, person, own: number === 0 };
}

/** Where everybody is when nobody is large, or who `leads` is. */
function places(rest: readonly Tile[], area: Box, seen: Partial<Seen> = {}) {
  return arrange({ leads: [], rest, isPaged: false, ...seen }, area).placed;
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width - 0.5 &&
    b.x < a.x + a.width - 0.5 &&
    a.y < b.y + b.height - 0.5 &&
    b.y < a.y + a.height - 0.5
  );
}

describe.each([
  ['a wide stage', wide],
  ['an upright stage', upright],
])('on %s', (_, area) => {
  test.each([1, 3, 4, 5, 9, 25])('%i cameras lie inside and beside each other', (count) => {
    const boxes = places(cameras(count), area).map(({ box }) => box);
    expect(boxes).toHaveLength(count);
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(-0.5);
      expect(box.y).toBeGreaterThanOrEqual(-0.5);
      expect(box.x + box.width).toBeLessThanOrEqual(area.width + 0.5);
      expect(box.y + box.height).toBeLessThanOrEqual(area.height + 0.5);
    }
    for (const [index, box] of boxes.entries()) {
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
    }
  });

  test('two people are one large picture with oneself in its corner', () => {
    const [own, other] = places(cameras(2), area);
    expect(other).toMatchObject({ box: area, floating: false });
    expect(own?.tile.own).toBe(true);
    expect(own?.floating).toBe(true);
  });

  test('a shared screen is larger than all faces together', () => {
    const [screen, ...faces] = places(cameras(3), area, { leads: [tile(1, 'screen')] });
    const size = ({ width, height }: Box) => width * height;
    expect(screen?.tile.source).toBe('screen');
    const all = faces.reduce((sum, { box }) => sum + size(box), 0);
    if (area === upright) {
      const box = screen?.box ?? area;
      expect(box.width / box.height, 'no bars above and below a wide screen').toBeCloseTo(16 / 9);
    } else expect(size(screen?.box ?? area)).toBeGreaterThan(all);
  });

  test('whoever turns pages does not turn them on top of anybody', () => {
    const seen = { leads: [tile(1, 'screen')], rest: cameras(6), isPaged: true };
    const { placed, turner } = arrange(seen, area);
    expect(turner).not.toBeNull();
    expect(placed.some(({ box }) => turner && overlap(box, turner))).toBe(false);
    expect(arrange({ ...seen, isPaged: false }, area).turner).toBeNull();
  });

  test('an empty stage has no places', () => {
    expect(places([], area)).toEqual([]);
  });
});

test('a stage that has not been measured yet gives no negative sizes', () => {
  const nothing = { x: 0, y: 0, width: 0, height: 0 };
  for (const { box } of places(cameras(5), nothing, { leads: [tile(1, 'screen')] })) {
    expect(box.width).toBeGreaterThanOrEqual(0);
    expect(box.height).toBeGreaterThanOrEqual(0);
  }
});

test('a last row that is not full is centred', () => {
  const boxes = places(cameras(3), wide).map(({ box }) => box);
  const last = boxes[2];
  expect((last?.x ?? 0) + (last?.width ?? 0) / 2).toBeCloseTo(wide.width / 2);
});
