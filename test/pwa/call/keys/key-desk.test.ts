import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import type { TransportState } from '../../../../edge/protocol/room-messages.ts';
import type { KeeperPorts } from '../../../../pwa/call/keys/keeper.ts';
import { createKeyDesk } from '../../../../pwa/call/keys/key-desk.ts';
import { type RoomView, viewOfJoined } from '../../../../pwa/call/room-view.ts';
import { settled } from '../fakes/clock.ts';
import { createFakeKeepers } from '../fakes/keepers.ts';
import { ada, joined } from '../fakes/room.ts';

const mesh: TransportState = { kind: 'mesh', epoch: 1 };
const moving: TransportState = { kind: 'moving', epoch: 2, from: 'mesh', to: 'sfu' };
const sfu: TransportState = { kind: 'sfu', epoch: 3 };
const encryption = { generation: 0, maker: null };

function scene(view: RoomView | null) {
  const room = signal(view);
  const keepers = createFakeKeepers();
  const desk = createKeyDesk({
    room,
    log: () => {},
    load: () => keepers.start({} as KeeperPorts),
  });
  return { room, keepers, desk };
}

function sealed(transport: TransportState): RoomView {
  return viewOfJoined(joined({ transport, encryption }));
}

describe('a call’s privacy', () => {
  test.each([
    ['before it is joined', null, 'direct'],
    ['in a mesh', sealed(mesh), 'direct'],
    ['on the way to a media server: still in the mesh', sealed(moving), 'direct'],
    ['on a media server, at first', sealed(sfu), 'waiting'],
    [
      'on a media server, when the room has no key',
      viewOfJoined(joined({ transport: sfu })),
      'open',
    ],
  ])('%s', (_, view, kind) => {
    expect(scene(view).desk.privacy.value.kind).toBe(kind);
  });

  test('follows whoever keeps the key', async () => {
    const { desk, keepers } = scene(sealed(sfu));
    await settled();
    const [keeper] = keepers.all;
    if (keeper === undefined) throw new Error('nobody keeps the key');
    keeper.status.value = { kind: 'held', generation: 0 };
    expect(desk.privacy.value).toEqual({ kind: 'held', generation: 0 });
  });
});

describe('whoever keeps the key', () => {
  test('is not loaded for a mesh, but on the way to a media server', async () => {
    const { room, keepers } = scene(sealed(mesh));
    await settled();
    expect(keepers.all).toHaveLength(0);
    room.value = sealed(moving);
    await settled();
    expect(keepers.all).toHaveLength(1);
    expect(keepers.all[0]?.rooms).toEqual([room.value]);
  });

  test('is loaded once, when one will soon be needed', async () => {
    const { room, desk, keepers } = scene(sealed(mesh));
    desk.prepare();
    desk.prepare();
    await settled();
    room.value = sealed(sfu);
    await settled();
    expect(keepers.all).toHaveLength(1);
    expect(keepers.all[0]?.rooms).toHaveLength(2);
  });

  test('is not there in a call without a key, which has none to send with either', async () => {
    const { desk, keepers } = scene(viewOfJoined(joined({ transport: sfu })));
    await settled();
    expect(keepers.all).toHaveLength(0);
    expect(desk.keys.value).toBeNull();
  });

  test('is asked for again after the network failed', async () => {
    const { desk, keepers } = scene(sealed(mesh));
    keepers.failNext(1);
    desk.prepare();
    await settled();
    desk.prepare();
    await settled();
    expect(keepers.all).toHaveLength(1);
  });

  test('hears the news, and is closed with the call', async () => {
    const { desk, keepers } = scene(sealed(sfu));
    await settled();
    desk.hear({ type: 'key-asked', from: ada });
    expect(keepers.all[0]?.news).toEqual([{ type: 'key-asked', from: ada }]);
    desk.close();
    expect(keepers.all[0]?.closed).toBe(true);
  });

  test('who is loaded after the end is closed at once', async () => {
    const { desk, keepers } = scene(sealed(sfu));
    desk.close();
    await settled();
    expect(keepers.all[0]?.closed).toBe(true);
  });
});
