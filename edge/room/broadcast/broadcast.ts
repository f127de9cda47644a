import type { SeatId } from '../../protocol/ids.ts';
import type { Joined } from '../../protocol/room-messages.ts';
import type { RoomCore } from '../core.ts';
import type { RoomMedia } from '../drivers/media-servers.ts';
import { recordingStateOf } from '../recording-state.ts';
import type { Delivery, Draft, FollowUp } from '../rules/draft.ts';
import { encryptionOf } from '../rules/media-key.ts';
import type { PeerServer } from '../sockets/peer-server.ts';
import type { Sockets } from '../sockets/sockets.ts';
import { isHostingSeat, type MemberSeat, participantOf, waitingOf } from '../state/meeting.ts';
import { transportStateOf } from '../state/transport.ts';
import type { Store, StoredEvent } from '../storage/store.ts';
import { hears, News, type NewsPorts } from './event-feed.ts';

export interface TellingPorts extends Pick<NewsPorts, 'after'> {
  readonly store: Store;
  readonly sockets: Sockets;
  readonly peers: PeerServer;
  readonly media: RoomMedia;
  now(): number;
  /** Somebody has just been told everything that everybody may know. */
  caughtUp(seat: MemberSeat): void;
}

/** What people are told of a meeting: all of it when they come, and what has changed since. */
export class Telling {
  readonly #core: RoomCore;
  /** What the meeting is called outside of it. */
  readonly #room: string;
  readonly #ports: TellingPorts;
  readonly #news: News;

  constructor(core: RoomCore, room: string, ports: TellingPorts) {
    this.#core = core;
    this.#room = room;
    this.#ports = ports;
    this.#news = new News({
      ...ports,
      seats: () => core.seats,
      ghost: () => core.meeting.recording?.ghost ?? null,
    });
  }

  /** For the page that is recorded: what members know, but for what they write to each other. */
  snapshotForGhost(ghost: SeatId): Joined {
    const { store, now } = this.#ports;
    const { meeting, members } = this.#core;
    const recording = recordingStateOf(meeting);
    this.#news.caughtUp(ghost, store.seq);
    return {
      type: 'joined',
      seq: store.seq,
      you: ghost,
      people: members.map(participantOf),
      settings: meeting.settings,
      chat: [],
      transport: transportStateOf(meeting.transport),
      encryption: encryptionOf(meeting),
      ...(recording && { recording }),
      now: now(),
    };
  }

  snapshotFor(seat: MemberSeat): Joined {
    const { store, media, now } = this.#ports;
    const { meeting, members, seats } = this.#core;
    const mediaServer = media.serverFor(this.#room, seat, meeting);
    const recording = recordingStateOf(meeting);
    const seen = [...members, ...(isHostingSeat(seat) ? waitingOf(seats.values()) : [])];
    return {
      type: 'joined',
      seq: store.seq,
      you: seat.id,
      people: seen.map(participantOf),
      settings: meeting.settings,
      chat: store.chat(),
      transport: transportStateOf(meeting.transport),
      ...(mediaServer && { mediaServer }),
      encryption: encryptionOf(meeting),
      ...(recording && { recording }),
      now: now(),
    };
  }

  /** What a member who has seen everything up to `since` has missed; undefined when that is no longer known. */
  missedBy(seat: MemberSeat, since: number): readonly StoredEvent[] | undefined {
    // 0 is before any snapshot: somebody who was admitted while their socket was away.
    if (since === 0) return undefined;
    return this.#ports.store.eventsAfter(since)?.filter((event) => hears(seat, event.audience));
  }

  /** What a change has made known, in the order in which it must be heard. */
  tell({ deliveries, followUps }: Draft, events: readonly StoredEvent[]): void {
    for (const delivery of deliveries) this.#deliver(delivery);
    this.#news.tell(events, followUps.length > 0);
    for (const followUp of followUps) this.#follow(followUp);
  }

  stop(): void {
    this.#news.stop();
  }

  #deliver(delivery: Delivery): void {
    const { sockets, peers, store } = this.#ports;
    switch (delivery.kind) {
      case 'tell':
        return sockets.tell(delivery.peer, delivery.message);
      case 'joined': {
        const seat = this.#core.memberOfPeer(delivery.peer);
        if (seat === undefined) return;
        sockets.tell(delivery.peer, this.snapshotFor(seat));
        this.#news.caughtUp(seat.id, store.seq);
        this.#ports.caughtUp(seat);
        return peers.release(delivery.peer);
      }
      case 'drop': {
        const socket = sockets.find('room', delivery.peer);
        if (socket !== undefined) sockets.drop(socket, delivery.code);
        return;
      }
      case 'peer-left':
        return peers.left(delivery.peer, delivery.wasMember ? this.#core.members : []);
    }
  }

  #follow({ kind, seat: id }: FollowUp): void {
    const { sockets, media } = this.#ports;
    const { meeting, seats } = this.#core;
    const seat = seats.get(id);
    if (seat?.stage !== 'member') return;
    if (kind === 'your-turn') {
      return sockets.tell(seat.page.peer, { type: kind, epoch: meeting.transport.epoch });
    }
    const server = media.serverFor(this.#room, seat, meeting);
    if (server !== undefined) sockets.tell(seat.page.peer, { type: kind, server });
  }
}
