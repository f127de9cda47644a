import type { Command } from '../protocol/commands.ts';
import { type ErrorCode, protocolError } from '../protocol/errors.ts';
import { type CommandId, type PeerId, seatOfPeer } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import {
  type ClientMessage,
  commandIdIn,
  type IceServers,
  readClientFrame,
  type ServerMessage,
  type Want,
} from '../protocol/room-messages.ts';
import { agreeOnVersion } from '../protocol/version.ts';
import type { Random } from '../random.ts';
import { obey } from './commands.ts';
import type { RoomCore } from './core.ts';
import { Refusal } from './draft.ts';
import { enter, newSeat, openPage, pageBack } from './entering.ts';
import { KeyRelay } from './key-relay.ts';
import { remind, renew } from './moving.ts';
import { eventsFrame } from './news.ts';
import { heed } from './outage.ts';
import { isSameSecret } from './same-secret.ts';
import type { Session, Sockets } from './sockets.ts';
import { isPresent, type PresentSeat, type Seat } from './state.ts';
import { relieve } from './steering.ts';
import type { Store } from './store.ts';

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

export interface ConversationPorts {
  readonly core: RoomCore;
  readonly sockets: Sockets;
  readonly store: Store;
  readonly random: Random;
  now(): number;
  iceServersFor(seat: string): Promise<IceServers>;
}

/** What clients say on the room's socket, and what they are answered. */
export class Conversation {
  readonly #ports: ConversationPorts;
  readonly #keys: KeyRelay;
  /** What each socket has said last that is still being answered. */
  readonly #answering = new WeakMap<WebSocket, Promise<void>>();

  constructor(ports: ConversationPorts) {
    this.#ports = ports;
    this.#keys = new KeyRelay(ports);
  }

  async frame(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const { core } = this.#ports;
    if (typeof frame !== 'string') return core.drop(socket, 'bad-message');
    if (frame.length > limits.roomMessageBytes) return core.drop(socket, 'too-large');
    const read = readClientFrame(frame);
    switch (read.kind) {
      case 'ping':
      case 'unknown':
        return;
      case 'bad':
        return this.refuseFrame(socket, frame, 'bad-message');
      case 'message':
        return this.#inTurn(socket, () => this.#answer(socket, read.message));
    }
  }

  /** Some answers take a while; whoever does not wait for them is still served in order. */
  async #inTurn(socket: WebSocket, answer: () => void | Promise<void>): Promise<void> {
    const before = this.#answering.get(socket);
    const mine = before === undefined ? answer() : before.then(answer, answer);
    if (mine === undefined) return;
    const settled = mine.finally(() => {
      if (this.#answering.get(socket) === settled) this.#answering.delete(socket);
    });
    this.#answering.set(socket, settled);
    await settled;
  }

  #answer(socket: WebSocket, message: ClientMessage): void | Promise<void> {
    if (message.type === 'hello') return this.#greet(socket, message);
    const session = this.#ports.sockets.sessionOf(socket);
    if (session === undefined) return;
    if (session.kind !== 'room') return this.#refuse(socket, null, 'not-joined');
    const { peer } = session;
    switch (message.type) {
      case 'join':
        return this.#join(socket, peer, message);
      case 'command':
        return this.#command(socket, peer, message.id, message.command);
      case 'want':
        return this.#want(peer, message.wants);
      case 'signal':
        return this.#signal(peer, message);
      case 'refresh-ice':
        return this.#refreshIce(peer);
      case 'move':
        return this.#move(peer, message);
      case 'mesh-too-much':
        return this.#relieve(peer, message.epoch);
      case 'public-key':
      case 'ask-key':
      case 'give-key':
      case 'make-key':
      case 'key-lost':
        return this.#keys.take(peer, message);
    }
  }

  #greet(socket: WebSocket, hello: Message<'hello'>): void | Promise<void> {
    const session = this.#ports.sockets.sessionOf(socket);
    if (session?.kind !== 'stranger') return this.#refuse(socket, null, 'bad-message');
    return this.#hello(socket, session, hello);
  }

  async #hello(socket: WebSocket, session: Session, hello: Message<'hello'>): Promise<void> {
    const { sockets, core, iceServersFor } = this.#ports;
    if (agreeOnVersion(hello.version) === undefined) {
      return core.drop(socket, 'unsupported-version');
    }
    const ice = await iceServersFor(this.#ports.random.seatId());
    // The wait may have outlived the socket or the meeting.
    if (sockets.sessionOf(socket) === undefined || core.hasEnded) return;
    try {
      const known = this.#knownSeat(hello);
      if (hello.resume !== undefined) {
        // It was in the call when it lost its socket, and must not go straight on to the door.
        if (known?.stage === 'removed') throw new Refusal('removed');
        if (isPresent(known)) return this.#resume(socket, session, known, hello.resume, ice);
      }
      this.#welcome(socket, session, known, hello, ice);
    } catch (error) {
      core.drop(socket, codeOf(error));
    }
  }

  /** A seat that the room has forgotten is no mistake of its owner: they get a new one. */
  #knownSeat({ seat }: Message<'hello'>): Seat | undefined {
    const known = seat && this.#ports.core.seats.get(seat.id);
    if (seat === undefined || known === undefined) return undefined;
    if (!isSameSecret(seat.secret, known.secret)) throw new Refusal('bad-token');
    return known;
  }

  #welcome(
    socket: WebSocket,
    session: Session,
    known: Seat | undefined,
    hello: Message<'hello'>,
    ice: IceServers,
  ): void {
    const { core, sockets, random, now } = this.#ports;
    const { creator, settings } = core.meeting;
    const isCreator =
      hello.hostToken !== undefined &&
      isSameSecret(hello.hostToken, creator.token) &&
      now() < creator.expiresAt;
    const { seat, page } = core.change((draft) => {
      const seat = known ?? newSeat(draft, random);
      const page = openPage(draft, seat, random, {
        isCreator,
        capabilities: hello.capabilities,
      });
      return { seat, page };
    });
    sockets.become(socket, { ...session, kind: 'room', peer: page.peer });
    core.scheduleAlarm();
    this.#tell(socket, {
      type: 'welcome',
      version: agreeOnVersion(hello.version) ?? hello.version,
      capabilities: core.capabilities,
      meeting: {
        id: core.id,
        settings,
        people: core.members.length,
        entry: core.entryOf(core.seats.get(seat.id) ?? seat, page),
      },
      seat: { id: seat.id, secret: seat.secret },
      peer: { id: page.peer, ticket: page.ticket },
      ice,
      now: now(),
    });
  }

  #resume(
    socket: WebSocket,
    session: Session,
    seat: PresentSeat,
    resume: { readonly peer: PeerId; readonly since: number },
    ice: IceServers,
  ): void {
    const { core, sockets, now } = this.#ports;
    if (seat.page.peer !== resume.peer) throw new Refusal('seat-taken');
    const before = sockets.find('room', resume.peer);
    if (before !== undefined) sockets.close(before, 1_000, 'resumed elsewhere');
    sockets.become(socket, { ...session, kind: 'room', peer: resume.peer });
    this.#tell(socket, { type: 'resumed', ice, now: now() });
    if (seat.stage === 'waiting') this.#tell(socket, { type: 'waiting' });
    else {
      const missed = core.telling.missedBy(seat, resume.since);
      if (missed === undefined) this.#tell(socket, core.telling.snapshotFor(seat));
      else if (missed.length > 0) sockets.send(socket, eventsFrame(missed));
    }
    core.change((draft) => {
      pageBack(draft, seat);
      remind(draft, seat);
    });
  }

  async #join(socket: WebSocket, peer: PeerId, join: Message<'join'>): Promise<void> {
    const { core, sockets } = this.#ports;
    const placed = core.seats.get(seatOfPeer(peer));
    // Said twice, as when the answer was lost: the same answer again.
    if (isPresent(placed) && placed.page.peer === peer) return this.#repeatPlace(socket, placed);
    try {
      await core.changeOrMove((draft) => {
        const seat = draft.seats.get(seatOfPeer(peer));
        const page = seat?.opening;
        if (seat === undefined || page?.peer !== peer) throw new Refusal('seat-taken');
        enter(draft, seat, page, join);
      });
    } catch (error) {
      const code = codeOf(error);
      if (sockets.sessionOf(socket) !== undefined) core.drop(socket, code);
    }
  }

  #repeatPlace(socket: WebSocket, seat: PresentSeat): void {
    const message: ServerMessage =
      seat.stage === 'member' ? this.#ports.core.telling.snapshotFor(seat) : { type: 'waiting' };
    this.#tell(socket, message);
  }

  async #command(socket: WebSocket, peer: PeerId, id: CommandId, command: Command): Promise<void> {
    const { core, store, now } = this.#ports;
    const actor = core.memberOfPeer(peer);
    if (actor === undefined) {
      if (command.type === 'leave') return this.#stopWaiting(socket, peer);
      return this.#refuse(socket, id, 'not-joined');
    }
    const known = store.outcomeOf(actor.id, id);
    const error = known === undefined ? await this.#tryCommand(actor.id, id, command) : known.error;
    if (core.hasEnded) return;
    // The same command may have come again, and first, on another socket of its sender.
    const isNew = store.outcomeOf(actor.id, id) === undefined;
    if (isNew) store.rememberOutcome({ seat: actor.id, id, error }, now());
    if (error === null) this.#tell(socket, { type: 'done', id });
    else this.#refuse(socket, id, error);
  }

  async #tryCommand(actor: Seat['id'], id: CommandId, command: Command): Promise<ErrorCode | null> {
    const { core } = this.#ports;
    try {
      await core.changeOrMove((draft) => {
        const seat = draft.seats.get(actor);
        if (seat?.stage === 'member') obey(draft, seat, id, command);
      });
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  #stopWaiting(socket: WebSocket, peer: PeerId): void {
    const seat = this.#ports.core.seats.get(seatOfPeer(peer));
    if (seat?.stage === 'waiting' && seat.page.peer === peer) {
      this.#ports.core.change((draft) => draft.takeOut(seat, 'left', 'left'));
    } else this.#ports.core.drop(socket, 'left');
  }

  /** In a mesh the sender scales its encoder, so each is told what this one wants of it. A server knows itself. */
  #want(peer: PeerId, wants: readonly Want[]): void {
    const { core, sockets } = this.#ports;
    const from = core.memberOfPeer(peer);
    if (from === undefined || core.meeting.transport.kind === 'sfu') return;
    const perSeat = Map.groupBy(wants, (want) => want.seat);
    for (const [id, ofSeat] of perSeat) {
      const seat = core.seats.get(id);
      if (seat?.stage !== 'member') continue;
      sockets.tell(seat.page.peer, {
        type: 'wanted',
        from: from.id,
        wants: ofSeat.map(({ source, height }) => ({ source, height })),
      });
    }
  }

  #signal(peer: PeerId, { to, signal }: Message<'signal'>): void {
    const { core, sockets } = this.#ports;
    const from = core.memberOfPeer(peer);
    const target = core.seats.get(to);
    if (from === undefined || target?.stage !== 'member') return;
    sockets.tell(target.page.peer, { type: 'signal', from: from.id, signal });
  }

  async #refreshIce(peer: PeerId): Promise<void> {
    const { core, sockets, iceServersFor } = this.#ports;
    const seat = core.memberOfPeer(peer);
    if (seat === undefined) return;
    sockets.tell(peer, { type: 'ice', ice: await iceServersFor(seat.id) });
    if (!core.hasEnded) core.change((draft) => renew(draft, seat.id));
  }

  #move(peer: PeerId, { epoch, step }: Message<'move'>): void {
    const { core } = this.#ports;
    const seat = core.memberOfPeer(peer);
    if (seat !== undefined) core.change((draft) => heed(draft, seat.id, epoch, step));
  }

  async #relieve(peer: PeerId, epoch: number): Promise<void> {
    const { core } = this.#ports;
    if (core.memberOfPeer(peer) === undefined) return;
    try {
      await core.changeOrMove((draft) => relieve(draft, epoch));
    } catch (error) {
      // With no media server to go to, the mesh goes on as well as it can.
      codeOf(error);
    }
  }

  /** Without acting on it; whose command it was can still be told. */
  refuseFrame(socket: WebSocket, frame: string | ArrayBuffer, code: ErrorCode): void {
    this.#refuse(socket, commandIdIn(frame), code);
  }

  #refuse(socket: WebSocket, id: CommandId | null, code: ErrorCode): void {
    this.#tell(socket, { type: 'refused', id, error: protocolError(code) });
  }

  #tell(socket: WebSocket, message: ServerMessage): void {
    this.#ports.sockets.send(socket, JSON.stringify(message));
  }
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof Refusal) return error.code;
  throw error;
}
