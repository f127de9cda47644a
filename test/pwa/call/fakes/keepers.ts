import { type Signal, signal } from '@preact/signals-core';
import type { Keeper, KeeperPorts, KeyNews, KeyStatus } from '../../../../pwa/call/keys/keeper.ts';
import { type FrameKeys, noFrameKeys } from '../../../../pwa/call/keys/key-ring.ts';
import type { RoomView } from '../../../../pwa/call/room-view.ts';

export interface FakeKeeper {
  readonly ports: KeeperPorts;
  readonly status: Signal<KeyStatus>;
  readonly keys: Signal<FrameKeys>;
  readonly rooms: RoomView[];
  readonly news: KeyNews[];
  closed: boolean;
}

/** Keepers of a call's key that do as the test says. */
export function createFakeKeepers() {
  const all: FakeKeeper[] = [];
  let failures = 0;
  return {
    all,
    async start(ports: KeeperPorts): Promise<Keeper> {
      if (failures > 0) {
        failures -= 1;
        throw new Error('not loaded');
      }
      const fake: FakeKeeper = {
        ports,
        status: signal<KeyStatus>({ kind: 'waiting', giver: null }),
        keys: signal(noFrameKeys),
        rooms: [],
        news: [],
        closed: false,
      };
      all.push(fake);
      return {
        status: fake.status,
        keys: fake.keys,
        follow: (room) => void fake.rooms.push(room),
        hear: (news) => void fake.news.push(news),
        code: async () => '00000',
        close() {
          fake.closed = true;
        },
      };
    },
    failNext(count: number) {
      failures = count;
    },
  };
}
