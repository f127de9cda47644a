import type { Log } from '../log.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { MeetingId, PeerId, SeatId } from '../protocol/ids.ts';
import { seatOfPeer } from '../protocol/ids.ts';
import { type Capabilities, edgeCapabilities } from '../protocol/version.ts';
import { publicIdOf } from '../public-id.ts';
import type { Random } from '../random.ts';
import { nextDeadline } from './deadlines.ts';
import { Draft, Refusal } from './draft.ts';
import { pageGone } from './entering.ts';
import { noteRemovals } from './keys.ts';
import { noteRights, noteRoomLeft } from './media-rights.ts';
import { takeAnswer } from './outage.ts';
import type { Session } from './sockets.ts';
import {
  type Entry,
  entryFor,
  type Meeting,
  type MemberSeat,
  membersOf,
  type Page,
  type Seat,
} from './state.ts';
import { steer } from './steering.ts';
import { Telling, type TellingPorts } from './telling.ts';
import { clusterOf, placesFor } from './transport.ts';

export interface CorePorts extends TellingPorts {
  readonly random: Random;
  readonly log: Log;
  /** Sets the one alarm, or clears it. */
  wakeAt(deadline: number | undefined): void;
  /** The meeting is over and erased. */
  ended(id: MeetingId): void;
}

/** A meeting that is on: its state, and the one way to change it. */
export class RoomCore {
  readonly id: MeetingId;
  readonly telling: Telling;
  readonly #ports: CorePorts;
  /** What the meeting is called outside of it. */
  readonly #room: string;
  #meeting: Meeting;
  #seats: ReadonlyMap<SeatId, Seat>;
  #ended = false;

  constructor(id: MeetingId, meeting: Meeting, seats: ReadonlyMap<SeatId, Seat>, ports: CorePorts) {
    this.id = id;
    this.#room = publicIdOf(id);
    this.#meeting = meeting;
    this.#seats = seats;
    this.#ports = ports;
    this.telling = new Telling(this, this.#room, ports);
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

  get capabilities(): Capabilities {
    return this.#ports.media.isConfigured ? [...edgeCapabilities, 'sfu'] : edgeCapabilities;
  }

  get members(): MemberSeat[] {
    return membersOf(this.#seats.values());
  }

  /** A member with the state of the meeting; undefined for whoever is not in the call. */
  standingOf(id: SeatId): { readonly seat: MemberSeat; readonly meeting: Meeting } | undefined {
    const seat = this.#seats.get(id);
    return seat?.stage === 'member' ? { seat, meeting: this.#meeting } : undefined;
  }

  isOn(cluster: string): boolean {
    return !this.#ended && clusterOf(this.#meeting.transport) === cluster;
  }

  /** What joining on this page would lead to. */
  entryOf(seat: Seat, { capabilities }: Page): Entry {
    const { transport, settings } = this.#meeting;
    const { members } = this;
    const outlook = { isConfigured: this.#ports.media.isConfigured, openAt: null };
    const places = placesFor(capabilities, transport, members, outlook);
    return entryFor(seat, members.length, places, settings);
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
  change<T>(rule: (draft: Draft) => T, openAt: string | null = null): T {
    const { store, now, media } = this.#ports;
    const outlook = { isConfigured: media.isConfigured, openAt };
    const draft = new Draft(this.#meeting, this.#seats, now(), outlook);
    const result = rule(draft);
    if (draft.ended) {
      this.end();
      return result;
    }
    steer(draft);
    noteRights(draft);
    noteRoomLeft(draft);
    noteRemovals(draft);
    const events = store.write(draft, this.#meeting);
    this.#meeting = draft.meeting;
    this.#seats = draft.seats;
    media.take(this.#room, draft.chores);
    this.telling.tell(draft, events);
    if (draft.doubtsServer) void this.#askServers();
    this.scheduleAlarm();
    return result;
  }

  /** As `change`, for what may need a media server: only then is one asked, and the rule tried once more. */
  async changeOrMove<T>(rule: (draft: Draft) => T): Promise<T> {
    try {
      return this.change(rule);
    } catch (error) {
      const needsServer = error instanceof Refusal && error.code === 'no-media-server';
      const openAt = needsServer ? await this.#openRoom() : null;
      if (openAt === null) throw error;
      // The wait may have outlived the meeting.
      if (this.#ended) throw new Refusal('meeting-ended');
      return this.change(rule, openAt);
    }
  }

  #openRoom(): Promise<string | null> {
    return this.#ports.media.open(this.#room, this.#meeting.region);
  }

  async #askServers(): Promise<void> {
    const { transport, region } = this.#meeting;
    if (transport.kind !== 'sfu') return;
    const found = await this.#ports.media.seek(this.#room, region, transport.cluster);
    // The wait may have outlived the meeting.
    if (!this.#ended) this.change((draft) => takeAnswer(draft, transport, found));
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
    const { store, sockets, media, now, wakeAt, ended, log } = this.#ports;
    const cluster = clusterOf(this.#meeting.transport);
    this.#ended = true;
    this.telling.stop();
    this.#seats = new Map();
    store.bury(now());
    wakeAt(undefined);
    if (cluster === null) media.work();
    else media.take(this.#room, [{ cluster, subject: 'room' }]);
    sockets.closeAll('meeting-ended');
    log.event('room.ended');
    ended(this.id);
  }

  scheduleAlarm(): void {
    const { store, sockets, media, now, wakeAt } = this.#ports;
    const deadline = nextDeadline({
      now: now(),
      meeting: this.#meeting,
      seats: this.#seats.values(),
      hasSockets: sockets.all.size > 0,
      firstSignalExpiry: store.signals.firstExpiry(),
      firstChore: media.nextChoreAt,
    });
    wakeAt(deadline);
  }
}
