import type { Log } from '../log.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { MeetingId, PeerId, SeatId } from '../protocol/ids.ts';
import { seatOfPeer } from '../protocol/ids.ts';
import type { Joined } from '../protocol/room-messages.ts';
import type { Random } from '../random.ts';
import { nextDeadline } from './deadlines.ts';
import { type Audience, type Delivery, Draft } from './draft.ts';
import { pageGone } from './entering.ts';
import type { PeerServer } from './peer-server.ts';
import type { Session, Sockets } from './sockets.ts';
import {
  isHostingSeat,
  isPresent,
  type Meeting,
  type MemberSeat,
  membersOf,
  participantOf,
  type Seat,
  waitingOf,
} from './state.ts';
import type { Store, StoredEvent } from './store.ts';

export interface CorePorts {
  readonly store: Store;
  readonly sockets: Sockets;
  readonly peers: PeerServer;
  readonly random: Random;
  readonly log: Log;
  now(): number;
  /** Sets the one alarm, or clears it. */
  wakeAt(deadline: number | undefined): void;
  /** The meeting is over and erased. */
  ended(id: MeetingId): void;
}

/** A meeting that is on: its state, and the one way to change it. */
export class RoomCore {
  readonly id: MeetingId;
  readonly #ports: CorePorts;
  #meeting: Meeting;
  #seats: ReadonlyMap<SeatId, Seat>;
  #ended = false;

  constructor(id: MeetingId, meeting: Meeting, seats: ReadonlyMap<SeatId, Seat>, ports: CorePorts) {
    this.id = id;
    this.#meeting = meeting;
    this.#seats = seats;
    this.#ports = ports;
  }

  get meeting(): Meeting {
    return this.#meeting;
  }

  get seats(): ReadonlyMap<SeatId, Seat> {
    return this.#seats;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  get members(): MemberSeat[] {
    return membersOf(this.#seats.values());
  }

  /** The member whose page this peer is; undefined in the lobby, the waiting room, and after a takeover. */
  memberOfPeer(peer: PeerId): MemberSeat | undefined {
    const seat = this.#seats.get(seatOfPeer(peer));
    return seat?.stage === 'member' && seat.page.peer === peer ? seat : undefined;
  }

  /**
   * Runs a rule, stores what it changed, and tells whom it concerns, in this order and without a pause:
   * what anybody has been told is in storage. A rule that throws has changed nothing.
   */
  change<T>(rule: (draft: Draft) => T): T {
    const { store, now } = this.#ports;
    const draft = new Draft(this.#meeting, this.#seats, now());
    const result = rule(draft);
    if (draft.ended) {
      this.end();
      return result;
    }
    const events = store.write(draft, this.#meeting);
    this.#meeting = draft.meeting;
    this.#seats = draft.seats;
    this.#deliver(draft.deliveries, events);
    this.scheduleAlarm();
    return result;
  }

  /** Closes a socket for a reason, and lets its page go. */
  drop(socket: WebSocket, code: ErrorCode): void {
    this.sessionOver(this.#ports.sockets.drop(socket, code));
  }

  /** What a socket was to the room, now that the room has forgotten the socket. */
  sessionOver(session: Session | undefined): void {
    if (session?.kind !== 'room' || this.#ended) return;
    const { peer } = session;
    // A newer socket of the same page has taken over already.
    if (this.#ports.sockets.find('room', peer) !== undefined) return;
    this.change((draft) => pageGone(draft, peer));
  }

  end(): void {
    const { store, sockets, now, wakeAt, ended, log } = this.#ports;
    this.#ended = true;
    this.#seats = new Map();
    store.bury(now());
    wakeAt(undefined);
    sockets.closeAll('meeting-ended');
    log.event('room.ended');
    ended(this.id);
  }

  scheduleAlarm(): void {
    const { store, sockets, now, wakeAt } = this.#ports;
    const deadline = nextDeadline({
      now: now(),
      meeting: this.#meeting,
      seats: this.#seats.values(),
      hasSockets: sockets.all.size > 0,
      firstSignalExpiry: store.firstSignalExpiry(),
    });
    wakeAt(deadline);
  }

  snapshotFor(seat: MemberSeat): Joined {
    const { store, now } = this.#ports;
    const seen = [...this.members, ...(isHostingSeat(seat) ? waitingOf(this.#seats.values()) : [])];
    return {
      type: 'joined',
      seq: store.seq,
      you: seat.id,
      people: seen.map(participantOf),
      settings: this.#meeting.settings,
      chat: store.chat(),
      transport: this.#meeting.transport,
      now: now(),
    };
  }

  /** What a member who has seen everything up to `since` has missed; undefined when that is no longer known. */
  missedBy(seat: MemberSeat, since: number): readonly StoredEvent[] | undefined {
    // 0 is before any snapshot: somebody who was admitted while their socket was away.
    if (since === 0) return undefined;
    return this.#ports.store.eventsAfter(since)?.filter((event) => hears(seat, event.audience));
  }

  #deliver(deliveries: readonly Delivery[], events: readonly StoredEvent[]): void {
    const upToDate = new Set<SeatId>();
    for (const delivery of deliveries) this.#deliverOne(delivery, upToDate);
    if (events.length > 0) this.#broadcast(events, upToDate);
  }

  #deliverOne(delivery: Delivery, upToDate: Set<SeatId>): void {
    const { sockets, peers } = this.#ports;
    switch (delivery.kind) {
      case 'tell':
        return sockets.tell(delivery.peer, delivery.message);
      case 'joined': {
        const seat = this.memberOfPeer(delivery.peer);
        if (seat === undefined) return;
        sockets.tell(delivery.peer, this.snapshotFor(seat));
        upToDate.add(seat.id);
        return peers.release(delivery.peer);
      }
      case 'drop': {
        const socket = sockets.find('room', delivery.peer);
        if (socket !== undefined) sockets.drop(socket, delivery.code);
        return;
      }
      case 'peer-left':
        return peers.left(delivery.peer, delivery.wasMember ? this.members : []);
    }
  }

  #broadcast(events: readonly StoredEvent[], upToDate: ReadonlySet<SeatId>): void {
    const { sockets } = this.#ports;
    const frames = new Map<string, string>();
    for (const seat of this.#seats.values()) {
      if (!isPresent(seat) || upToDate.has(seat.id)) continue;
      const socket = sockets.find('room', seat.page.peer);
      if (socket === undefined) continue;
      const heard = events.filter((event) => hears(seat, event.audience));
      if (heard.length === 0) continue;
      const key = heard.map((event) => event.seq).join();
      const frame = frames.get(key) ?? eventsFrame(heard);
      frames.set(key, frame);
      sockets.send(socket, frame);
    }
  }
}

function hears(seat: Seat, audience: Audience): boolean {
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
