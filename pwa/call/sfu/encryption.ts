import type { ReadonlySignal } from '@preact/signals-core';
import {
  BaseKeyProvider,
  type KeyInfo,
  KeyProviderEvent,
  Room,
  type RoomOptions,
} from 'livekit-client';
import { type FrameKeys, noFrameKeys } from '../keys/key-ring.ts';

/** A frame says in one byte which key it was sealed with; the ring of keys goes round. */
export const ringSize = 16;

/**
 * Hands the call's keys to LiveKit. Its own providers seal with a key as soon as they know it; this one lets
 * everybody know a new key first.
 */
export class CallKeyProvider extends BaseKeyProvider {
  #keys = noFrameKeys;

  constructor() {
    // One key for all, and never another one than the room has ordered.
    super({ sharedKey: true, ratchetWindowSize: 0, failureTolerance: -1, keyringSize: ringSize });
  }

  follow(next: FrameKeys): void {
    const before = this.#keys;
    this.#keys = next;
    const { opening, sealing } = next;
    for (const [generation, key] of opening) {
      const isTurn = sealing === generation && before.sealing !== generation;
      if (isTurn || !before.opening.has(generation)) {
        this.emit(KeyProviderEvent.SetKey, infoOf(generation, key), sealing === generation);
      }
    }
    const current = sealing === null ? undefined : opening.get(sealing);
    if (current === undefined) return;
    for (const generation of before.opening.keys()) {
      // The ring cannot be emptied; with another key in its place, nothing opens with the old one.
      if (!opening.has(generation)) {
        this.emit(KeyProviderEvent.SetKey, infoOf(generation, current), false);
      }
    }
  }

  /** Asked whenever a connection to the media server begins. */
  override getKeys(): KeyInfo[] {
    return [...this.#keys.opening].map(([generation, key]) => infoOf(generation, key));
  }

  override getLatestManuallySetKeyIndex(): number {
    return (this.#keys.sealing ?? 0) % ringSize;
  }
}

function infoOf(generation: number, key: CryptoKey): KeyInfo {
  return { key, keyIndex: generation % ringSize };
}

export interface SealedRoom {
  readonly room: Room;
  close(): void;
}

interface Seal {
  readonly room: Room;
  readonly keyProvider: CallKeyProvider;
  readonly worker: Worker;
  readonly isOn: Promise<void>;
}

function makeSeal(options: RoomOptions): Seal {
  const keyProvider = new CallKeyProvider();
  const worker = new Worker(new URL('./frame-worker.ts', import.meta.url), { type: 'module' });
  const room = new Room({ ...options, encryption: { keyProvider, worker } });
  return { room, keyProvider, worker, isOn: room.setE2EEEnabled(true) };
}

let spare: Seal | null = null;

/** Making one takes a moment that a call has better before it moves, or is joined, than while it is. */
export function keepRoomReady(options: RoomOptions): void {
  spare ??= makeSeal(options);
}

/** A room that seals all that it sends, and opens what comes; a plain one when the call has no key. */
export async function createSealedRoom(
  keys: ReadonlySignal<FrameKeys | null>,
  options: RoomOptions,
): Promise<SealedRoom> {
  if (keys.value === null) return { room: new Room(options), close() {} };
  const { room, keyProvider, worker, isOn } = spare ?? makeSeal(options);
  spare = null;
  await isOn;
  const stop = keys.subscribe((next) => keyProvider.follow(next ?? noFrameKeys));
  return {
    room,
    close() {
      stop();
      worker.terminate();
    },
  };
}
