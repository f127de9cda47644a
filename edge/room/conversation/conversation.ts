import type { Log } from '../../log.ts';
import type { Command } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { type CommandId, type PeerId, type SeatId, seatOfPeer } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import {
  type ClientMessage,
  type ClientMessageOf,
  commandIdIn,
  readClientFrame,
} from '../../protocol/room-messages.ts';
import { protocolError } from '../../refusals.ts';
import { obey } from '../rules/commands.ts';
import { codeOf } from '../rules/draft.ts';
import { renew } from '../rules/transport/move.ts';
import { heed } from '../rules/transport/outage.ts';
import { relieve } from '../rules/transport/steer.ts';
import type { Seat } from '../state/meeting.ts';
import type { Store } from '../storage/store.ts';
import { Greeting, type GreetingPorts } from './handshake.ts';
import { KeyRelay } from './key-relay.ts';
import { GhostDesk } from './recorder-page.ts';
import { Relays } from './relays.ts';

export interface ConversationPorts extends GreetingPorts {
  readonly store: Store;
  readonly log: Log;
}

/** A page that is there says so this often, and a line may take its time. */
const silenceMs = limits.pingIntervalMs + 2_000;

/** What clients say on the room's socket, and what they are answered. */
export class Conversation {
  readonly #ports: ConversationPorts;
  readonly #greeting: Greeting;
  readonly #relays: Relays;
  readonly #keys: KeyRelay;
  readonly #ghost: GhostDesk;
  /** What each socket has said last that is still being answered. */
  readonly #answering = new WeakMap<WebSocket, Promise<void>>();

  constructor(ports: ConversationPorts) {
    this.#ports = ports;
    this.#greeting = new Greeting(ports);
    this.#relays = new Relays(ports);
    this.#keys = new KeyRelay(ports);
    this.#ghost = new GhostDesk({ ...ports, keys: this.#keys });
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
    if (message.type === 'recorder-hello') return this.#greetGhost(socket, message);
    const session = this.#ports.sockets.sessionOf(socket);
    if (session === undefined) return;
    if (session.kind !== 'room') return this.#refuse(socket, null, 'not-joined');
    const { peer } = session;
    if (this.#ghost.isGhost(peer)) return this.#ghost.take(socket, peer, message);
    switch (message.type) {
      case 'join':
        return this.#greeting.join(socket, peer, message);
      case 'command':
        return this.#command(socket, peer, message.id, message.command);
      case 'want':
        return this.#relays.want(peer, message.wants);
      case 'signal':
        return this.#relays.signal(peer, message);
      case 'refresh-ice':
        return this.#refreshIce(peer);
      case 'move':
        return this.#move(peer, message);
      case 'mesh-too-much':
        return this.#relieve(peer, message);
      case 'public-key':
      case 'ask-key':
      case 'give-key':
      case 'make-key':
      case 'key-lost':
        return this.#keys.take(peer, message);
      case 'recorder-page':
        return this.#refuse(socket, null, 'not-allowed');
    }
  }

  #greet(socket: WebSocket, hello: ClientMessageOf<'hello'>): void | Promise<void> {
    const session = this.#ports.sockets.sessionOf(socket);
    if (session?.kind !== 'stranger') return this.#refuse(socket, null, 'bad-message');
    return this.#greeting.hello(socket, session, hello);
  }

  #greetGhost(socket: WebSocket, hello: ClientMessageOf<'recorder-hello'>): void {
    const session = this.#ports.sockets.sessionOf(socket);
    if (session?.kind !== 'stranger') return this.#refuse(socket, null, 'bad-message');
    return this.#ghost.hello(socket, session, hello);
  }

  async #command(socket: WebSocket, peer: PeerId, id: CommandId, command: Command): Promise<void> {
    const { core, store, sockets, now } = this.#ports;
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
    if (error === null) sockets.answer(socket, { type: 'done', id });
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

  async #refreshIce(peer: PeerId): Promise<void> {
    const { core, sockets, iceServersFor } = this.#ports;
    const seat = core.memberOfPeer(peer);
    if (seat === undefined) return;
    sockets.tell(peer, { type: 'ice', ice: await iceServersFor(seat.id) });
    if (!core.hasEnded) core.change((draft) => renew(draft, seat.id));
  }

  #move(peer: PeerId, { epoch, step }: ClientMessageOf<'move'>): void {
    const { core } = this.#ports;
    const seat = core.memberOfPeer(peer);
    if (seat !== undefined) core.change((draft) => heed(draft, seat.id, epoch, step));
  }

  async #relieve(
    peer: PeerId,
    { epoch, unreached }: ClientMessageOf<'mesh-too-much'>,
  ): Promise<void> {
    const { core } = this.#ports;
    if (core.memberOfPeer(peer) === undefined) return;
    // Whoever has only gone is reached by nothing.
    if (unreached !== undefined && !unreached.some((seat) => this.#isThere(seat))) return;
    try {
      await core.changeOrMove((draft) => relieve(draft, epoch, unreached !== undefined));
    } catch (error) {
      // With no media server to go to, the mesh goes on as well as it can.
      codeOf(error);
    }
  }

  /** Not just for the room, which waits for people who are away: now. */
  #isThere(id: SeatId): boolean {
    const { core, sockets, now } = this.#ports;
    const peer = core.standingOf(id)?.seat.page.peer;
    const socket = peer && sockets.find('room', peer);
    const session = socket && sockets.sessionOf(socket);
    if (!socket || !session) return false;
    return now() - sockets.lastHeardAt(socket, session) < silenceMs;
  }

  /** Without acting on it; whose command it was can still be told. */
  refuseFrame(socket: WebSocket, frame: string | ArrayBuffer, code: ErrorCode): void {
    this.#refuse(socket, commandIdIn(frame), code);
  }

  #refuse(socket: WebSocket, id: CommandId | null, code: ErrorCode): void {
    this.#ports.sockets.answer(socket, { type: 'refused', id, error: protocolError(code) });
  }
}
