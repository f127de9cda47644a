import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { RoomView } from '../room-view.ts';
import type { TransportEvents } from '../transport/transport.ts';
import {
  allowedLoudness,
  allowedMedia,
  type RemoteMap,
  without,
  withPath,
  withTrack,
} from './remote-media.ts';

type Levels = ReadonlyMap<SeatId, number>;

/** Between a transport, which tells everything, and a screen, which may not see everything. */
export interface ReceivedMedia {
  readonly events: TransportEvents;
  readonly remote: ReadonlySignal<RemoteMap>;
  readonly loudness: ReadonlySignal<Levels>;
  forget(seats: readonly SeatId[]): void;
  forgetAll(): void;
}

export function createReceivedMedia(room: ReadonlySignal<RoomView | null>): ReceivedMedia {
  const received = signal<RemoteMap>(new Map());
  const levels = signal<Levels>(new Map());
  const you = computed(() => room.value?.you);
  const people = computed(() => room.value?.people);
  const settings = computed(() => room.value?.settings);
  /** Changes less often than the room: chat makes nobody look at tracks again. */
  const roster = computed(() =>
    you.value && people.value && settings.value
      ? { you: you.value, people: people.value, settings: settings.value }
      : null,
  );

  return {
    events: {
      track(seat, source, track) {
        received.value = withTrack(received.value, seat, source, track);
      },
      path(seat, path) {
        received.value = withPath(received.value, seat, path);
      },
      loudness(next) {
        levels.value = next;
      },
    },
    remote: computed(() => (roster.value ? allowedMedia(received.value, roster.value) : new Map())),
    loudness: computed(() =>
      roster.value ? allowedLoudness(levels.value, roster.value) : new Map(),
    ),
    forget(seats) {
      received.value = without(received.value, seats);
      levels.value = without(levels.value, seats);
    },
    forgetAll() {
      received.value = new Map();
      levels.value = new Map();
    },
  };
}
