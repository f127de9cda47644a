import { expect, test } from 'vitest';
import { liveAfterFailure, liveShownOf, lookAgainMs } from '../../../pwa/recordings/live-state.ts';

const on = { title: 'Stand-up', state: 'on', playlistUrl: '/live.m3u8', viewers: 3 } as const;

test('it plays as soon as there is something to play', () => {
  expect(liveShownOf(on)).toEqual({ kind: 'on', title: 'Stand-up', playlistUrl: '/live.m3u8' });
  expect(liveShownOf({ ...on, playlistUrl: null }).kind).toBe('offline');
  expect(liveShownOf({ ...on, state: 'starting' }).kind).toBe('offline');
  expect(liveShownOf({ ...on, state: 'over' }).kind).toBe('ended');
});

test('what plays goes on while the server cannot be asked', () => {
  const playing = liveShownOf(on);
  expect(liveAfterFailure(playing, 'unreachable')).toBe(playing);
  expect(liveAfterFailure({ kind: 'offline' }, 'unreachable').kind).toBe('unreachable');
  expect(liveAfterFailure(playing, 'not-found').kind).toBe('missing');
});

test('nobody looks again when it is over', () => {
  expect(lookAgainMs({ kind: 'ended' })).toBeNull();
  expect(lookAgainMs({ kind: 'missing' })).toBeNull();
  expect(lookAgainMs({ kind: 'offline' })).toBeLessThanOrEqual(5_000);
});
