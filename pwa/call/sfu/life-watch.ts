import {
  ConnectionState,
  DisconnectReason,
  type ReconnectPolicy,
  type Room,
  RoomEvent,
} from 'livekit-client';
import type { Clock } from '../ports.ts';

const pollMs = 500;
/** Even where nobody sends anything, browsers ask each other at least every 2.5 s whether they are there. */
const silenceMs = 3_000;
/** With signalling gone as well, less silence is enough. */
const doubtfulSilenceMs = 1_200;
/** What LiveKit's client may take to connect anew by itself before we are the quicker ones. */
const mendMs = 4_000;

/** It never gives up: media may go on without signalling, as long as it is heard, and we say when it is not. */
export const steadyReconnects: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount }) => [0, 300][retryCount] ?? 1_000,
};

/** The room's own socket tells what these mean; coming back would only fight over the seat. */
const meant: readonly (DisconnectReason | undefined)[] = [
  DisconnectReason.CLIENT_INITIATED,
  DisconnectReason.DUPLICATE_IDENTITY,
  DisconnectReason.PARTICIPANT_REMOVED,
  DisconnectReason.ROOM_DELETED,
];

export interface LifeWatch {
  close(): void;
}

/**
 * Says once that the server is gone. LiveKit's client alone takes 15 s to notice a server that just fell
 * silent; `received` counts what has come on its connections, null when there is none to go by.
 */
export function createLifeWatch(
  room: Room,
  received: () => Promise<number | null>,
  died: () => void,
  clock: Clock,
): LifeWatch {
  let open = true;
  let last: number | null = null;
  let heardAt = clock.now();
  let wholeAt = clock.now();
  let cancel = (): void => {};

  function die(): void {
    if (!open) return;
    close();
    died();
  }

  function close(): void {
    open = false;
    cancel();
  }

  async function look(): Promise<void> {
    const count = await received();
    const now = clock.now();
    const isConnected = room.state === ConnectionState.Connected;
    if (room.state !== ConnectionState.Reconnecting) wholeAt = now;
    if (count === null || count !== last) heardAt = now;
    last = count;
    const patienceMs = isConnected ? silenceMs : doubtfulSilenceMs;
    if (now - heardAt >= patienceMs || now - wholeAt >= mendMs) return die();
    lookLater();
  }

  function lookLater(): void {
    if (open) cancel = clock.after(pollMs, () => void look());
  }

  room.on(RoomEvent.Disconnected, (reason) => {
    if (meant.includes(reason)) close();
    else die();
  });
  lookLater();
  return { close };
}
