import { expect, test } from 'vitest';
import type { PublicKey } from '../../../../edge/protocol/encryption.ts';
import type { RecordingState } from '../../../../edge/protocol/recording.ts';
import type { Privacy } from '../../../../pwa/call/keys/key-desk.ts';
import type { RemoteMap } from '../../../../pwa/call/received/remote-media.ts';
import type { Path } from '../../../../pwa/call/transport/transport.ts';
import { shownPrivacy } from '../../../../pwa/screens/call/privacy.ts';
import { seatOf } from '../people.ts';

const held: Privacy = { kind: 'held', generation: 2 };

function hearing(...paths: readonly Path[]): RemoteMap {
  return new Map(paths.map((path, index) => [seatOf(index), { path, tracks: {} }]));
}

test.each([
  ['straight between browsers', { kind: 'direct' }, hearing('direct'), 2, 'direct'],
  ['with a key that opens everything', held, hearing('direct', 'relayed'), 2, 'held'],
  ['with a key that opens nothing', held, hearing('sealed', 'sealed'), 2, 'unfit'],
  ['with a key that does not open one', held, hearing('direct', 'sealed'), 2, 'unfit'],
  ['with a key that is no longer the one', held, hearing('sealed'), 3, 'waiting'],
  ['while another key is on its way', held, hearing('direct'), 3, 'held'],
  ['without a key', { kind: 'waiting', giver: null }, hearing('sealed'), 0, 'waiting'],
  ['in the clear', { kind: 'open' }, hearing('direct'), 0, 'open'],
] as const)('%s', (_, privacy, remote, generation, shown) => {
  const room = { encryption: { generation, maker: null }, recording: null };
  expect(shownPrivacy(privacy, remote, room)).toBe(shown);
});

test('not end to end while a recorder has the key', () => {
  const encryption = { generation: 2, maker: null };
  const recording: RecordingState = {
    ...{ state: 'on', since: 1, layout: 'grid', height: 720, parts: 1 },
    ...{ by: seatOf(0), byName: 'Ann', recipients: [], recorder: null },
  };
  const shown = (recorder: RecordingState['recorder']) =>
    shownPrivacy(held, hearing('direct'), { encryption, recording: { ...recording, recorder } });
  expect(shown(null)).toBe('held');
  expect(shown({ seat: seatOf(1), publicKey: 'B' as PublicKey })).toBe('recorded');
});
