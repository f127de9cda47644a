import type { CallPorts } from '../../../../pwa/call/ports.ts';
import { createSeatStore } from '../../../../pwa/call/room-line/seat-store.ts';
import { createFakeClock } from './clock.ts';
import { createFakeKeepers } from './keepers.ts';
import { createFakeLocal, createFakeMesh, createFakeSfu } from './media.ts';
import { meeting } from './room.ts';
import { createFakeSockets } from './sockets.ts';

export function createMemoryStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value);
    },
  };
}

/** Different bytes each time, the same in each run. */
export function createFakeRandom(): CallPorts['random'] {
  let drawn = 0;
  return {
    bytes(length) {
      drawn += 1;
      return new Uint8Array(length).fill(drawn);
    },
    fraction: () => 0.5,
  };
}

export function createFakeLifecycle() {
  const listeners = new Set<() => void>();
  return {
    online: true,
    isOnline() {
      return this.online;
    },
    subscribe(wake: () => void) {
      listeners.add(wake);
      return () => {
        listeners.delete(wake);
      };
    },
    wake: () => {
      for (const wake of listeners) wake();
    },
    listeners: () => listeners.size,
  };
}

/** Everything a call needs, with the test at the other end of all of it. */
export function createFakePorts() {
  const clock = createFakeClock();
  const sockets = createFakeSockets();
  const transports = createFakeMesh();
  const sfu = createFakeSfu();
  const keepers = createFakeKeepers();
  let preloads = 0;
  const local = createFakeLocal();
  const lifecycle = createFakeLifecycle();
  const seats = createSeatStore(createMemoryStorage());
  const ports: CallPorts = {
    meeting,
    openSocket: sockets.open,
    transports: {
      mesh: transports.start,
      sfu: sfu.start,
      preloadSfu: () => {
        preloads += 1;
      },
      canEncrypt: true,
      startKeeper: keepers.start,
    },
    local,
    seats,
    clock,
    random: createFakeRandom(),
    lifecycle,
    log: () => {},
  };
  return {
    ports,
    clock,
    sockets,
    transports,
    sfu,
    keepers,
    preloads: () => preloads,
    local,
    lifecycle,
    seats,
  };
}
