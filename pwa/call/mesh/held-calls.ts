import type { MediaConnection } from 'peerjs';
import type { Clock } from '../ports.ts';

/** Calls from pages whose arrival the room has yet to tell us of: PeerJS's socket may be the faster one. */
export interface HeldCalls {
  hold(connection: MediaConnection): void;
  take(peer: string): MediaConnection | undefined;
  close(): void;
}

interface Held {
  readonly connection: MediaConnection;
  readonly cancel: () => void;
}

const holdMs = 5_000;
/** More than could join at once; beyond it somebody is playing. */
const maxHeld = 8;

export function createHeldCalls(clock: Clock): HeldCalls {
  const held = new Map<string, Held>();

  function refuse(peer: string): void {
    const call = held.get(peer);
    held.delete(peer);
    call?.cancel();
    call?.connection.close();
  }

  return {
    hold(connection) {
      const { peer } = connection;
      refuse(peer);
      if (held.size >= maxHeld) {
        connection.close();
        return;
      }
      held.set(peer, { connection, cancel: clock.after(holdMs, () => refuse(peer)) });
    },
    take(peer) {
      const call = held.get(peer);
      held.delete(peer);
      call?.cancel();
      return call?.connection;
    },
    close: () => [...held.keys()].forEach(refuse),
  };
}
