import { expect, test } from 'vitest';
import type { Want } from '../../../../edge/protocol/room-messages.ts';
import { cameraSize, type Saving, savedWants } from '../../../../pwa/call/capture/data-saving.ts';
import { ada, bob } from '../fakes/room.ts';

const wants: readonly Want[] = [
  { seat: ada, source: 'camera', height: 720 },
  { seat: bob, source: 'camera', height: 90 },
  { seat: bob, source: 'screen', height: 1080 },
  { seat: ada, source: 'screen', height: 0 },
];

test.each<[Saving, readonly number[]]>([
  ['automatic', [720, 90, 1080, 0]],
  ['save-data', [180, 90, 720, 0]],
  ['audio-only', [0, 0, 720, 0]],
])('of what is on screen, %s asks for so many lines', (saving, heights) => {
  expect(savedWants(wants, saving).map(({ height }) => height)).toEqual(heights);
});

test.each<[Saving, number]>([
  ['automatic', 720],
  ['save-data', 360],
  ['audio-only', 360],
])('%s takes a camera at %i lines', (saving, height) => {
  expect(cameraSize(saving).height).toEqual({ ideal: height });
});
