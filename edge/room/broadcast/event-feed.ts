import type { PeerId, SeatId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Ghost } from '../recording-state.ts';
import type { Audience } from '../rules/draft.ts';
import { peerOf } from '../rules/recording/orders.ts';
import type { Sockets } from '../sockets/sockets.ts';
import { isHostingSeat, isPresent, membersOf, type Seat } from '../state/meeting.ts';
import type { StoredEvent } from '../storage/store.ts';
import { Batch, type BatchPorts } from './batch.ts';

export interface NewsPorts extends Pick<BatchPorts<StoredEvent>, 'after'> {
  readonly sockets: Sockets;
  seats(): ReadonlyMap<SeatId, Seat>;
  /** The page that is recorded, if there is one. */
  ghost(): Ghost | null;
}

/**
 * Events on their way from storage to those present. A crowd hears of what happens in one moment in one
 * frame. Whoever loses their socket before that is told when they come back, from storage.
 */
export class News {
  readonly #ports: NewsPorts;
  readonly #batch: Batch<StoredEvent>;
  /** Who has just been given everything up to this number. */
  readonly #caughtUp = new Map<SeatId, number>();

  constructor(ports: NewsPorts) {
    this.#ports = ports;
    this.#batch = new Batch({ after: ports.after, send: (events) => this.#send(events) });
  }

  caughtUp(seat: SeatId, seq: number): void {
    this.#caughtUp.set(seat, seq);
  }

  /** `urgent`: what is sent next counts on it that these are known. */
  tell(events: readonly StoredEvent[], urgent: boolean): void {
    // A mesh waits for nothing, and has few to tell.
    const isCrowd = membersOf(this.#ports.seats().values()).length > limits.meshMembers;
    if (isCrowd && !urgent) this.#batch.add(events);
    else this.#batch.hurry(events);
  }

  stop(): void {
    this.#batch.stop();
  }

  #send(events: readonly StoredEvent[]): void {
    const { sockets } = this.#ports;
    const frames = new Map<string, string>();
    for (const { id, peer, hears } of this.#listeners()) {
      const socket = sockets.find('room', peer);
      if (socket === undefined) continue;
      const known = this.#caughtUp.get(id) ?? 0;
      const heard = events.filter((event) => event.seq > known && hears(event));
      if (heard.length === 0) continue;
      const key = heard.map(({ seq }) => seq).join();
      const frame = frames.get(key) ?? eventsFrame(heard);
      frames.set(key, frame);
      sockets.send(socket, frame);
    }
    this.#caughtUp.clear();
  }

  *#listeners(): Generator<Listener> {
    for (const seat of this.#ports.seats().values()) {
      if (!isPresent(seat)) continue;
      const { id, page } = seat;
      yield { id, peer: page.peer, hears: ({ audience }) => hears(seat, audience) };
    }
    const ghost = this.#ports.ghost();
    if (ghost !== null) yield { id: ghost.seat, peer: peerOf(ghost), hears: isForGhosts };
  }
}

interface Listener {
  readonly id: SeatId;
  readonly peer: PeerId;
  hears(event: StoredEvent): boolean;
}

/** What members write to each other is not recorded. */
function isForGhosts({ audience, event }: StoredEvent): boolean {
  return audience === 'members' && event.type !== 'chat';
}

export function hears(seat: Seat, audience: Audience): boolean {
  switch (audience) {
    case 'members':
      return seat.stage === 'member';
    case 'hosts':
      return isHostingSeat(seat);
    default:
      return seat.id === audience;
  }
}

export function eventsFrame(events: readonly StoredEvent[]): string {
  return JSON.stringify({
    type: 'events',
    events: events.map(({ seq, event }) => ({ seq, event })),
  });
}
