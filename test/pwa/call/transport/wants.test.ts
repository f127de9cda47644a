import { describe, expect, test } from 'vitest';
import { type OnScreen, sameWants, wantsOf } from '../../../../pwa/call/transport/wants.ts';
import { ada, bob, seatId } from '../fakes/room.ts';

function tile(heightPx: number, changes: Partial<OnScreen> = {}): OnScreen {
  return { seat: ada, source: 'camera', heightPx, visible: true, ...changes };
}

describe('the height asked for', () => {
  test.each([
    [40, 90],
    [90, 90],
    [99, 90],
    [100, 180],
    [198, 180],
    [300, 360],
    [500, 720],
    [1_000, 1080],
    [2_160, 1080],
  ])('for a tile of %i px is %i', (heightPx, height) => {
    expect(wantsOf([tile(heightPx)])).toEqual([{ seat: ada, source: 'camera', height }]);
  });

  test.each([
    ['out of sight', tile(300, { visible: false })],
    ['without a height', tile(0)],
  ])('for a tile %s is 0', (_, hidden) => {
    expect(wantsOf([hidden])[0]?.height).toBe(0);
  });

  test.each([
    { from: 190, to: 205, height: 180 },
    { from: 205, to: 190, height: 360 },
    { from: 190, to: 260, height: 360 },
    { from: 360, to: 150, height: 180 },
  ])('stays when a layout jitters: $from px, then $to px, is $height', ({ from, to, height }) => {
    expect(wantsOf([tile(to)], wantsOf([tile(from)]))[0]?.height).toBe(height);
  });

  test('comes back without memory after a tile was hidden', () => {
    const hidden = wantsOf([tile(205, { visible: false })], wantsOf([tile(190)]));
    expect(wantsOf([tile(205)], hidden)[0]?.height).toBe(360);
  });
});

test('the same screen in another order asks for the same', () => {
  const tiles = [tile(300), tile(300, { seat: bob }), tile(700, { source: 'screen' })];
  expect(wantsOf(tiles.toReversed())).toEqual(wantsOf(tiles));
  expect(sameWants(wantsOf(tiles.toReversed()), wantsOf(tiles))).toBe(true);
});

test('no more than 49 videos are asked for: screens first, then the larger tiles', () => {
  const seats = Array.from({ length: 60 }, (_, index) => seatId(String(index)));
  const faces = seats.map((seat, index) => tile(index < 30 ? 90 : 180, { seat }));
  const wants = wantsOf([...faces, tile(10, { source: 'screen', seat: bob })]);
  const asked = wants.filter(({ height }) => height > 0);
  expect(wants).toHaveLength(61);
  expect(asked).toHaveLength(49);
  expect(asked.filter(({ source }) => source === 'screen')).toHaveLength(1);
  expect(asked.filter(({ height }) => height === 180)).toHaveLength(30);
});

describe('two lists of wants', () => {
  const one = wantsOf([tile(300)]);
  test.each([
    ['another height', wantsOf([tile(100)])],
    ['another person', wantsOf([tile(300, { seat: bob })])],
    ['another source', wantsOf([tile(300, { source: 'screen' })])],
    ['one more', wantsOf([tile(300), tile(300, { seat: bob })])],
    ['none', []],
  ])('differ by %s', (_, other) => {
    expect(sameWants(one, other)).toBe(false);
    expect(sameWants(other, one)).toBe(false);
  });
});
