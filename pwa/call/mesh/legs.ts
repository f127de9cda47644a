import type { MediaConnection } from 'peerjs';
import type { Clock } from '../ports.ts';
import { createLeg, type Leg } from './leg.ts';

export interface LegsHandlers {
  /** A new leg's description is on its way. */
  sent(leg: Leg): void;
  settled(leg: Leg): void;
  changed(state: RTCPeerConnectionState): void;
  rerouted(): void;
  /** The other end closed the only one. */
  closed(): void;
  /** Another leg is the current one. */
  swapped(): void;
}

/** A link's connections: the one in use, and beside it one that is to replace it once it is connected. */
export interface Legs {
  current(): Leg | null;
  find(id: string): Leg | undefined;
  add(connection: MediaConnection): void;
  each(run: (leg: Leg) => void): void;
  close(): void;
}

export function createLegs(clock: Clock, on: LegsHandlers): Legs {
  let current: Leg | null = null;
  let next: Leg | null = null;
  let hasWorked = false;

  function promote(): void {
    current?.close();
    current = next;
    next = null;
    hasWorked = current?.pc.connectionState === 'connected';
  }

  function dropNext(): void {
    next?.close();
    next = null;
  }

  function changed(leg: Leg, state: RTCPeerConnectionState): void {
    if (leg === next && state === 'failed') return dropNext();
    if (leg === next && state === 'connected') {
      promote();
      on.swapped();
    }
    if (leg !== current) return;
    hasWorked ||= state === 'connected';
    on.changed(state);
  }

  function closed(leg: Leg): void {
    if (leg === next) return dropNext();
    if (leg !== current) return;
    promote();
    on.swapped();
    if (current === null) on.closed();
  }

  function all(): readonly Leg[] {
    return [current, next].filter((leg) => leg !== null);
  }

  return {
    current: () => current,
    find: (id) => all().find((leg) => leg.id === id),
    add(connection) {
      const leg: Leg = createLeg(connection, clock, {
        sent: () => on.sent(leg),
        settled: () => on.settled(leg),
        changed: (state) => changed(leg, state),
        rerouted: on.rerouted,
        closed: () => closed(leg),
      });
      dropNext();
      next = leg;
      if (!hasWorked) promote();
    },
    each: (run) => all().forEach(run),
    close() {
      dropNext();
      current?.close();
      current = null;
    },
  };
}
