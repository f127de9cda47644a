import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { iceServersFor } from '../ice.ts';
import { createLog, type Log, printLine, reasonOf } from '../log.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { type MeetingId, type PeerId, seatOfPeer } from '../protocol/ids.ts';
import type { EmailAddress } from '../protocol/recording.ts';
import type { MeetingRecordings } from '../protocol/recordings-rest.ts';
import type { CreateMeeting } from '../protocol/rest.ts';
import { publicIdOf } from '../secrets/public-id.ts';
import { createRandom, type Random } from '../secrets/random.ts';
import { Alarm } from './alarm.ts';
import { createDesk, createMedia, type PartsPorts, writeEnd } from './compose.ts';
import { Conversation } from './conversation/conversation.ts';
import { RoomCore } from './core.ts';
import type { Arrival, RoomMedia } from './drivers/media-servers.ts';
import type { RecordingDesk } from './drivers/recordings.ts';
import { type Answer, createMeeting, RoomRest } from './rest/meeting-rest.ts';
import { listOfEnded, RecordingRest, type Watched, watchedIn } from './rest/recording-rest.ts';
import { Viewers } from './rest/viewers.ts';
import { isAbandoned } from './rules/deadlines.ts';
import type { Draft } from './rules/draft.ts';
import { expireSeats, missingPagesGone } from './rules/joining.ts';
import type { RecordOrder } from './rules/recording/orders.ts';
import { missingGhostGone } from './rules/recording/recorded-page.ts';
import type { EgressReport } from './rules/recording/takes.ts';
import { Doors } from './sockets/admission.ts';
import { PeerServer } from './sockets/peer-server.ts';
import { Sockets } from './sockets/sockets.ts';
import { type Meeting, type Page, pagesOf } from './state/meeting.ts';
import { Store } from './storage/store.ts';

function after(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

type MaybeLater<T> = T | Promise<T>;

/** A meeting: a thin shell of sockets, alarm and storage around the rules in this folder. */
export class Room extends DurableObject<Env> {
  readonly #store: Store;
  readonly #sockets: Sockets;
  readonly #peers: PeerServer;
  readonly #random: Random;
  readonly #alarm: Alarm;
  readonly #doors: Doors;
  #log: Log;
  #core: RoomCore | undefined;
  #conversation: Conversation | undefined;
  readonly #media: RoomMedia;
  readonly #viewers = new Viewers();
  #recording: RecordingDesk | null = null;
  #messagesSinceWake = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#log = createLog(printLine, Date.now);
    this.#random = createRandom((bytes) => crypto.getRandomValues(bytes));
    this.#store = new Store(ctx.storage.sql);
    this.#sockets = new Sockets(ctx);
    this.#alarm = new Alarm(ctx);
    this.#peers = new PeerServer({
      sockets: this.#sockets,
      signals: this.#store.signals,
      now: Date.now,
      isMember: (peer) => this.#core?.memberOfPeer(peer) !== undefined,
      pageOf: (peer) => this.#pageOf(peer),
      signalHeld: () => this.#core?.scheduleAlarm(),
    });
    this.#doors = new Doors({
      sockets: this.#sockets,
      peers: this.#peers,
      core: () => this.#core,
      log: () => this.#log,
      closedBecause: () => this.#closedBecause(),
      refuseFrame: (socket, frame, code) => this.#conversation?.refuseFrame(socket, frame, code),
    });
    this.#media = createMedia(this.#parts);
    const stored = this.#store.meeting();
    if (stored !== undefined) this.#open(stored.id, stored.meeting);
    // Recordings outlive their meeting.
    else if (this.#store.isReady) {
      const room = this.#store.tombstone()?.room || this.#store.recordings.room;
      this.#recording = createDesk(room ?? '', this.#parts);
    }
    ctx.blockConcurrencyWhile(async () => {
      await this.#alarm.recall();
      if (this.#core === undefined) this.#recording?.work();
      else this.#core.change((draft) => this.#noticeMissingPages(draft));
    });
  }

  #open(id: MeetingId, meeting: Meeting): RoomCore {
    this.#log = this.#log.with({ room: publicIdOf(id) });
    this.#log.event('room.woke', { sockets: this.#sockets.all.size });
    this.#recording = createDesk(publicIdOf(id), this.#parts);
    const core = new RoomCore(id, meeting, this.#store.seats(), {
      store: this.#store,
      sockets: this.#sockets,
      peers: this.#peers,
      media: this.#media,
      recording: this.#recording,
      random: this.#random,
      log: this.#log,
      now: Date.now,
      after,
      wakeAt: (deadline) => this.#alarm.wakeAt(deadline),
      ended: (ended) => writeEnd(ended, this.#parts),
    });
    this.#core = core;
    this.#conversation = new Conversation({
      core,
      sockets: this.#sockets,
      store: this.#store,
      random: this.#random,
      log: this.#log,
      now: Date.now,
      iceServersFor: (seat) =>
        iceServersFor(seat, this.env, {
          now: Date.now,
          fetch: (url, init) => fetch(url, init),
          warn: (reason) => this.#log.event('turn.failed', { reason }),
        }),
    });
    return core;
  }

  get #parts(): PartsPorts {
    return {
      ...{ ctx: this.ctx, env: this.env, store: this.#store, sockets: this.#sockets },
      ...{ alarm: this.#alarm, random: this.#random, log: this.#log, core: () => this.#core },
    };
  }

  #pageOf(peer: PeerId): Page | undefined {
    const seat = this.#core?.seats.get(seatOfPeer(peer));
    return seat && pagesOf(seat).find((page) => page.peer === peer);
  }

  /** Why nobody can come in, if so. */
  #closedBecause(): ErrorCode | undefined {
    if (this.#core !== undefined && !this.#core.hasEnded) return undefined;
    return this.#store.tombstone() === undefined ? 'no-such-meeting' : 'meeting-ended';
  }

  // WebSockets ----------------------------------------------------------------------------------

  override async fetch(request: Request): Promise<Response> {
    return this.#doors.open(request);
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const session = this.#sockets.sessionOf(socket);
    if (session === undefined) return;
    this.#messagesSinceWake += 1;
    if (!this.#doors.mayTalk(socket, session.kind, frame)) return;
    if (session.kind === 'peer') return this.#peers.message(session.peer, socket, frame);
    try {
      await this.#conversation?.frame(socket, frame);
    } catch (error) {
      this.#log.event('room.failed', {
        trace: session.trace,
        reason: reasonOf(error),
      });
      this.#core?.drop(socket, 'internal');
    }
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#core?.sessionOver(this.#sockets.forget(socket));
    // 1005 and 1006 only report; they cannot be sent.
    try {
      socket.close(code === 1_005 || code === 1_006 ? 1_000 : code);
    } catch {}
  }

  override webSocketError(socket: WebSocket): void {
    this.#core?.sessionOver(this.#sockets.forget(socket));
  }

  // Time ----------------------------------------------------------------------------------------

  override async alarm(): Promise<void> {
    this.#alarm.rang();
    this.#media.work();
    this.#recording?.work();
    const core = this.#core;
    if (core === undefined || core.hasEnded) return;
    const now = Date.now();
    if (isAbandoned(core.meeting, now)) return core.end();
    this.#log.event('room.alarm', {
      sockets: this.#sockets.all.size,
      messages: this.#messagesSinceWake,
    });
    this.#doors.closeSilent(now);
    this.#peers.expire();
    this.#store.forgetOldCommands(now);
    core.change((draft) => {
      this.#noticeMissingPages(draft);
      expireSeats(draft);
    });
  }

  #noticeMissingPages(draft: Draft): void {
    const isHere = (peer: PeerId) => this.#sockets.find('room', peer) !== undefined;
    missingPagesGone(draft, isHere);
    missingGhostGone(draft, isHere);
  }

  // REST, called by the Worker -------------------------------------------------------------------

  create(
    id: MeetingId,
    options: CreateMeeting,
    region: string | null = null,
  ): ReturnType<typeof createMeeting>['created'] {
    const { created, meeting } = createMeeting(id, options, this.#random, Date.now(), region);
    this.#store.create(id, meeting);
    this.#open(id, meeting).scheduleAlarm();
    this.#log.event('room.created');
    return created;
  }

  view(token: string | null) {
    return this.#answer((rest) => rest.view(token));
  }

  join(token: string | null, name: string) {
    return this.#answer((rest) => rest.join(token, name));
  }

  leave(token: string | null) {
    return this.#answer((rest) => rest.leave(token));
  }

  end(token: string | null) {
    return this.#answer((rest) => rest.end(token));
  }

  cameToMediaServer(room: string, arrival: Arrival): void {
    this.#media.receive(room, arrival);
  }

  hearEgress(report: EgressReport): void {
    this.#recording?.hear(report);
  }

  startRecording(token: string | null, order: RecordOrder) {
    return this.#answerAbout((rest) => rest.start(token, order));
  }

  stopRecording(token: string | null) {
    return this.#answerAbout((rest) => rest.stop(token));
  }

  addRecipient(token: string | null, email: EmailAddress) {
    return this.#answerAbout((rest) => rest.add(token, email));
  }

  recordings(token: string | null): MaybeLater<Answer<MeetingRecordings>> {
    const tombstone = this.#store.tombstone();
    return tombstone === undefined
      ? this.#answerAbout((rest) => rest.list(token))
      : listOfEnded(tombstone, token, this.#recording, Date.now());
  }

  /** What there is to see of a recording while it is made; with somebody's mark, they count as watching. */
  watch(recording: string, viewer: string | null): Watched {
    const now = Date.now();
    if (viewer !== null) this.#viewers.see(viewer, now);
    return watchedIn(this.#core, recording, this.#viewers.count(now));
  }

  #answerAbout<T>(ask: (rest: RecordingRest) => MaybeLater<Answer<T>>): MaybeLater<Answer<T>> {
    const desk = this.#recording;
    if (desk === null) return { ok: false, code: 'no-recorder' };
    return this.#answer((rest, core) => ask(new RecordingRest(core, rest, desk)));
  }

  #answer<T>(
    ask: (rest: RoomRest, core: RoomCore) => MaybeLater<Answer<T>>,
  ): MaybeLater<Answer<T>> {
    const closed = this.#closedBecause();
    if (closed !== undefined || this.#core === undefined) {
      return { ok: false, code: closed ?? 'no-such-meeting' };
    }
    return ask(new RoomRest(this.#core, this.#random, Date.now), this.#core);
  }
}
