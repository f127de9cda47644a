import { expect, test } from 'vitest';
import { roomFor } from '../../../../pwa/screens/call/stage-room.ts';

test.each([
  ['a laptop', 1280, 680, 0, 20, 49],
  ['a laptop with more people than it has room for', 1280, 680, 0, 60, 42],
  ['a laptop with a shared screen', 1280, 680, 1, 20, 5],
  ['a phone', 374, 690, 0, 8, 14],
  ['a phone with a speaker', 374, 690, 1, 19, 6],
  ['a phone on its side, with a speaker', 764, 374, 1, 19, 6],
  ['next to nothing', 100, 50, 0, 9, 4],
])('%s has room for so many faces', (_, width, height, leads, rest, faces) => {
  expect(roomFor(leads, rest, { x: 0, y: 0, width, height }, 49)).toBe(faces);
});
