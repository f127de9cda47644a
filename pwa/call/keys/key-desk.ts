import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { Log } from '../ports.ts';
import type { RoomView } from '../room-view.ts';
import type { Keeper, KeyNews, KeyStatus } from './keeper.ts';
import type { FrameKeys } from './key-ring.ts';

/** Whether anybody but the people in a call could look at it. */
export type Privacy =
  /** From browser to browser: there is nothing in between that could. */
  | { readonly kind: 'direct' }
  | KeyStatus
  /** The media server could: the room has said that this call has no key. */
  | { readonly kind: 'open' };

/** Where the rest of a call turns to for its media key. Whoever keeps it is loaded when there is a use for it. */
export interface KeyDesk {
  readonly privacy: ReadonlySignal<Privacy>;
  /** Null when the call has no key. */
  readonly keys: ReadonlySignal<FrameKeys | null>;
  /** A media server is about to be needed. */
  prepare(): void;
  hear(news: KeyNews): void;
  code(): Promise<string | null>;
  close(): void;
}

export interface KeyDeskPorts {
  readonly room: ReadonlySignal<RoomView | null>;
  readonly log: Log;
  load(): Promise<Keeper>;
}

const nobodyAsked: KeyStatus = { kind: 'waiting', giver: null };
const noKeys: FrameKeys = { opening: new Map(), sealing: null };

export function createKeyDesk({ room, log, load }: KeyDeskPorts): KeyDesk {
  const keeper = signal<Keeper | null>(null);
  let isLoading = false;
  let isOpen = true;

  async function start(): Promise<void> {
    try {
      const loaded = await load();
      if (isOpen) keeper.value = loaded;
      else loaded.close();
    } catch (error) {
      // The media server's client needs the same network, and will ask again.
      log('keeper-failed', { error: error instanceof Error ? error.name : 'unknown' });
      isLoading = false;
    }
  }

  function prepare(): void {
    if (isLoading) return;
    isLoading = true;
    void start();
  }

  const needsKey = computed(() => room.value !== null && room.value.transport.kind !== 'mesh');
  const isOn = computed(() => room.value?.transport.kind === 'sfu');
  const isSealed = computed(() => room.value?.encryption !== null);
  const stopPreparing = effect(() => {
    if (needsKey.value && isSealed.value) prepare();
  });
  const stopFollowing = effect(() => {
    const { value: keeping } = keeper;
    const { value: view } = room;
    if (keeping !== null && view !== null) untracked(() => keeping.follow(view));
  });

  return {
    privacy: computed(() => {
      if (!isOn.value) return { kind: 'direct' };
      if (!isSealed.value) return { kind: 'open' };
      return keeper.value?.status.value ?? nobodyAsked;
    }),
    keys: computed(() => (isSealed.value ? (keeper.value?.keys.value ?? noKeys) : null)),
    prepare,
    hear: (news) => keeper.value?.hear(news),
    code: async () => (await keeper.value?.code()) ?? null,
    close() {
      isOpen = false;
      stopPreparing();
      stopFollowing();
      keeper.value?.close();
    },
  };
}
