import type { Log } from '../log.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { MeetingId, PeerId, SeatId } from '../protocol/ids.ts';
import { seatOfPeer } from '../protocol/ids.ts';
import type { RecordingState } from '../protocol/recording.ts';
import { type Capabilities, edgeCapabilities } from '../protocol/version.ts';
import { publicIdOf } from '../secrets/public-id.ts';
import type { Random } from '../secrets/random.ts';
import { Telling, type TellingPorts } from './broadcast/broadcast.ts';
import type { RecordingDesk } from './drivers/recordings.ts';
import { recordingStateOf } from './recording-state.ts';
import { nextDeadline } from './rules/deadlines.ts';
import { Draft, Refusal } from './rules/draft.ts';
import { noteHosts, pageGone } from './rules/joining.ts';
import { noteRemovals } from './rules/media-key.ts';
import { noteRights, noteRoomLeft } from './rules/media-rights.ts';
import { noteRecording } from './rules/recording/follow-call.ts';
import { ghostGone } from './rules/recording/recorded-page.ts';
import { takeAnswer } from './rules/transport/outage.ts';
import { steer } from './rules/transport/steer.ts';
import type { Session } from './sockets/sockets.ts';
import {
  type Entry,
  entryFor,
  type Meeting,
  type MemberSeat,
  membersOf,
  type Page,
  type Seat,
} from './state/meeting.ts';
import { clusterOf, type MediaOutlook, placesFor } from './state/transport.ts';

export interface CorePorts extends Omit<TellingPorts, 'caughtUp'> {
  readonly random: Random;
  readonly log: Log;
  /** Null where nothing can be recorded. */
  readonly recording: RecordingDesk | null;
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
  readonly room: string;
  #meeting: Meeting;
  #seats: ReadonlyMap<SeatId, Seat>;
  #ended = false;

  constructor(id: MeetingId, meeting: Meeting, seats: ReadonlyMap<SeatId, Seat>, ports: CorePorts) {
    this.id = id;
    this.room = publicIdOf(id);
    this.#meeting = meeting;
    this.#seats = seats;
    this.#ports = ports;
    this.telling = new Telling(this, this.room, {
      ...ports,
      caughtUp: (seat) => this.catchUp(seat),
    });
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
    const { media, recording } = this.#ports;
    if (!media.isConfigured) return edgeCapabilities;
    return [...edgeCapabilities, 'sfu', ...(recording === null ? [] : ['record'])];
  }

  /** For whoever is asked before they come in. */
  get recordingShown(): { readonly recording?: RecordingState } {
    const recording = recordingStateOf(this.#meeting);
    return recording === null ? {} : { recording };
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
    const places = placesFor(capabilities, transport, members, this.#outlook(null));
    return entryFor(seat, members.length, places, settings, this.#ports.now());
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
    const { store, now, media, recording } = this.#ports;
    const draft = new Draft(this.#meeting, this.#seats, now(), this.#outlook(openAt));
    const result = rule(draft);
    if (draft.ended) {
      this.end();
      return result;
    }
    steer(draft);
    noteHosts(draft);
    noteRecording(draft);
    noteRights(draft);
    noteRoomLeft(draft);
    noteRemovals(draft);
    const events = store.write(draft, this.#meeting);
    this.#meeting = draft.meeting;
    this.#seats = draft.seats;
    recording?.keep(draft.finished);
    media.take(this.room, draft.chores);
    this.telling.tell(draft, events);
    recording?.follow(draft);
    if (draft.doubtsServer) void this.#askServers();
    this.scheduleAlarm();
    return result;
  }

  #outlook(openAt: string | null): MediaOutlook {
    const { media, recording } = this.#ports;
    const { isConfigured } = media;
    return { isConfigured, openAt, canRecord: isConfigured && recording !== null };
  }

  catchUp(seat: MemberSeat): void {
    this.#ports.recording?.catchUp(seat);
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
    return this.#ports.media.open(this.room, this.#meeting.region);
  }

  async #askServers(): Promise<void> {
    const { transport, region } = this.#meeting;
    if (transport.kind !== 'sfu') return;
    const found = await this.#ports.media.seek(this.room, region, transport.cluster);
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
    this.change((draft) => {
      pageGone(draft, peer);
      ghostGone(draft, peer);
    });
  }

  end(): void {
    const { store, sockets, media, recording, now, wakeAt, ended, log } = this.#ports;
    const cluster = clusterOf(this.#meeting.transport);
    const unfinished = this.#meeting.recording;
    if (unfinished !== null) recording?.abandon(unfinished);
    this.#ended = true;
    this.telling.stop();
    this.#seats = new Map();
    store.bury(now());
    wakeAt(undefined);
    if (cluster === null) media.work();
    else media.take(this.room, [{ cluster, subject: 'room' }]);
    sockets.closeAll('meeting-ended');
    log.event('room.ended');
    ended(this.id);
    recording?.work();
  }

  scheduleAlarm(): void {
    const { store, sockets, media, recording, now, wakeAt } = this.#ports;
    const deadline = nextDeadline({
      now: now(),
      meeting: this.#meeting,
      seats: this.#seats.values(),
      hasSockets: sockets.all.size > 0,
      firstSignalExpiry: store.signals.firstExpiry(),
      firstChore: media.nextChoreAt,
      recordingDue: recording?.nextAt,
    });
    wakeAt(deadline);
  }
}
