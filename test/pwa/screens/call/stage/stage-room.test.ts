import { expect, test } from 'vitest';
import type { Large } from '../../../../../pwa/screens/call/stage/arrange.ts';
import { roomFor } from '../../../../../pwa/screens/call/stage/stage-room.ts';

test.each<[string, number, number, Large, number, number]>([
  ['a laptop', 1280, 680, 'nothing', 20, 49],
  ['a laptop with more people than it has room for', 1280, 680, 'nothing', 60, 42],
  ['a laptop with a shared screen', 1280, 680, 'screen', 20, 5],
  ['a phone', 374, 690, 'nothing', 8, 14],
  ['a phone with a speaker', 374, 690, 'face', 19, 6],
  ['a phone with a screen', 374, 690, 'screen', 19, 15],
  ['a phone on its side, with a speaker', 764, 374, 'face', 19, 6],
  ['a small window with a screen in a call of five', 930, 500, 'screen', 5, 5],
  ['next to nothing', 100, 50, 'nothing', 9, 4],
])('%s has room for so many faces', (_, width, height, large, rest, faces) => {
  expect(roomFor(large, rest, { x: 0, y: 0, width, height }, 49)).toBe(faces);
});
