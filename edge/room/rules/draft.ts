import type { ErrorCode } from '../../protocol/errors.ts';
import type { PeerId, SeatId } from '../../protocol/ids.ts';
import type { ChatMessage, RoomEvent, ServerMessage } from '../../protocol/room-messages.ts';
import type { Recording } from '../recording-state.ts';
import {
  type LobbySeat,
  leaverSeat,
  lobbySeat,
  type Meeting,
  type MemberSeat,
  mayComeBack,
  type PresentSeat,
  participantOf,
  removedSeat,
  type Seat,
  waitingOf,
  wasRemoved,
  withoutDeparture,
} from '../state/meeting.ts';
import { type MediaOutlook, noMediaServers } from '../state/transport.ts';

/** Who hears of an event. */
export type Audience = 'members' | 'hosts' | SeatId;

export interface DraftEvent {
  readonly audience: Audience;
  readonly event: RoomEvent;
}

/** What goes out once the change is in storage, in this order. */
export type Delivery =
  | { readonly kind: 'tell'; readonly peer: PeerId; readonly message: ServerMessage }
  /** Full state for somebody who has just become a member. */
  | { readonly kind: 'joined'; readonly peer: PeerId }
  | { readonly kind: 'drop'; readonly peer: PeerId; readonly code: ErrorCode }
  /** The peer will not come back: PeerJS closes its media wherever it may have had any. */
  | { readonly kind: 'peer-left'; readonly peer: PeerId; readonly wasMember: boolean };

/** What members are told once they know of all events. */
export interface FollowUp {
  /** `media-server`: where it is and a token for it. */
  readonly kind: 'media-server' | 'your-turn';
  readonly seat: SeatId;
}

/** Something that a media server must be told: about somebody, or that the meeting is there no longer. */
export interface Chore {
  readonly cluster: string;
  readonly subject: SeatId | 'room';
  readonly delayMs?: number;
}

export type GoneReason = Extract<RoomEvent, { type: 'gone' }>['reason'];

/** More who left are not remembered: they knock where one has to. */
const mostLeavers = 100;

/** A refusal by a rule; becomes a typed error for whoever asked. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

export function codeOf(error: unknown): ErrorCode {
  if (error instanceof Refusal) return error.code;
  throw error;
}

/**
 * One change to a room, collected before anything happens: rules write here, and the room then stores all
 * of it at once and only afterwards tells anybody.
 */
export class Draft {
  meeting: Meeting;
  ended = false;
  readonly seats: Map<SeatId, Seat>;
  readonly touched = new Set<SeatId>();
  readonly events: DraftEvent[] = [];
  readonly deliveries: Delivery[] = [];
  readonly followUps: FollowUp[] = [];
  readonly chores: Chore[] = [];
  /** Recordings that concern nobody in the call any more, but are not all stored yet. */
  readonly finished: Recording[] = [];
  /** There is reason to ask whether the media server still answers. */
  doubtsServer = false;
  readonly before: { readonly meeting: Meeting; readonly seats: ReadonlyMap<SeatId, Seat> };
  readonly now: number;
  readonly media: MediaOutlook;

  constructor(
    meeting: Meeting,
    seats: ReadonlyMap<SeatId, Seat>,
    now: number,
    media: MediaOutlook = noMediaServers,
  ) {
    this.meeting = meeting;
    this.seats = new Map(seats);
    this.before = { meeting, seats };
    this.now = now;
    this.media = media;
  }

  put<T extends Seat>(seat: T): T {
    this.seats.set(seat.id, seat);
    this.touched.add(seat.id);
    return seat;
  }

  delete(seat: SeatId): void {
    this.seats.delete(seat);
    this.touched.add(seat);
  }

  emit(audience: Audience, event: RoomEvent): void {
    this.events.push({ audience, event });
  }

  /** Stores a person and tells those who may see them. */
  show(seat: PresentSeat): void {
    this.put(seat);
    this.emit(seat.stage === 'member' ? 'members' : 'hosts', {
      type: 'person',
      person: participantOf(seat),
    });
  }

  /** A person is no longer here: for members a `gone`, for PeerJS a LEAVE, for themselves the reason. */
  takeOut(seat: PresentSeat, reason: GoneReason, code: ErrorCode): void {
    if (reason === 'removed' || wasRemoved(seat)) this.put(removedSeat(seat));
    else if (seat.stage === 'member') this.#rememberLeaver(leaverSeat(seat, this.now));
    // Another tab of theirs is on its pre-join screen: it keeps its place there.
    else if (seat.opening !== null) this.put(lobbySeat(seat));
    else this.delete(seat.id);
    this.emit(seat.stage === 'member' ? 'members' : 'hosts', {
      type: 'gone',
      seat: seat.id,
      reason,
    });
    this.closePage(seat.page.peer, code, seat.stage === 'member');
  }

  /** Nobody fills the room by coming and going: of those who left, few are remembered, and not for long. */
  #rememberLeaver(leaver: LobbySeat): void {
    this.put(leaver);
    const left = this.#leavers().sort(
      (one, other) => (one.departure?.at ?? 0) - (other.departure?.at ?? 0),
    );
    const late = left.filter((seat) => !mayComeBack(seat, this.now));
    for (const { id } of [...late, ...left.slice(0, -mostLeavers)]) this.delete(id);
  }

  /** From now on everybody knocks who is not in. */
  forgetLeavers(): void {
    for (const seat of this.seats.values()) {
      if (seat.stage !== 'lobby' || seat.departure === undefined) continue;
      if (seat.opening === null) this.delete(seat.id);
      else this.put(withoutDeparture(seat));
    }
  }

  #leavers(): LobbySeat[] {
    return [...this.seats.values()].filter(
      (seat): seat is LobbySeat =>
        seat.stage === 'lobby' && seat.departure !== undefined && seat.opening === null,
    );
  }

  closePage(peer: PeerId, code: ErrorCode, wasMember: boolean): void {
    this.deliveries.push({ kind: 'peer-left', peer, wasMember }, { kind: 'drop', peer, code });
  }

  chat(message: ChatMessage): void {
    this.emit('members', { type: 'chat', message });
  }

  /** Waiting people are shown to hosts only: whoever becomes one must learn of those already there. */
  revealWaitingTo(host: MemberSeat): void {
    for (const seat of waitingOf(this.seats.values())) {
      this.emit(host.id, { type: 'person', person: participantOf(seat) });
    }
  }

  hideWaitingFrom(seat: SeatId): void {
    for (const waiting of waitingOf(this.seats.values())) {
      this.emit(seat, { type: 'gone', seat: waiting.id, reason: 'left' });
    }
  }
}
