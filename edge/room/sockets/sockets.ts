import type { ErrorCode } from '../../protocol/errors.ts';
import { errorKinds } from '../../protocol/errors.ts';
import type { PeerId } from '../../protocol/ids.ts';
import { ping } from '../../protocol/limits.ts';
import type { ServerMessage } from '../../protocol/room-messages.ts';
import { protocolError } from '../../refusals.ts';

/** What a socket is to the room; kept on the socket itself, where it survives hibernation. */
export type Session =
  /** Connected, but has not said hello. */
  | { readonly kind: 'stranger'; readonly openedAt: number; readonly trace: string }
  | {
      readonly kind: 'room' | 'peer';
      readonly peer: PeerId;
      readonly openedAt: number;
      readonly trace: string;
    };

/** The room's sockets: who is behind each, and which one leads to whom. */
export class Sockets {
  readonly #ctx: DurableObjectState;
  readonly #sessions = new Map<WebSocket, Session>();
  readonly #byPeer = {
    room: new Map<PeerId, WebSocket>(),
    peer: new Map<PeerId, WebSocket>(),
  };

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(ping, ping));
    for (const socket of ctx.getWebSockets()) {
      if (socket.readyState === WebSocket.OPEN) {
        this.#enter(socket, socket.deserializeAttachment() as Session);
      }
    }
  }

  #enter(socket: WebSocket, session: Session): void {
    this.#sessions.set(socket, session);
    if (session.kind !== 'stranger') this.#byPeer[session.kind].set(session.peer, socket);
  }

  accept(socket: WebSocket, session: Session): void {
    this.#ctx.acceptWebSocket(socket);
    this.become(socket, session);
  }

  become(socket: WebSocket, session: Session): void {
    socket.serializeAttachment(session);
    this.#enter(socket, session);
  }

  get all(): ReadonlyMap<WebSocket, Session> {
    return this.#sessions;
  }

  sessionOf(socket: WebSocket): Session | undefined {
    return this.#sessions.get(socket);
  }

  find(kind: 'room' | 'peer', peer: PeerId): WebSocket | undefined {
    return this.#byPeer[kind].get(peer);
  }

  forget(socket: WebSocket): Session | undefined {
    const session = this.#sessions.get(socket);
    this.#sessions.delete(socket);
    if (session !== undefined && session.kind !== 'stranger') {
      const index = this.#byPeer[session.kind];
      if (index.get(session.peer) === socket) index.delete(session.peer);
    }
    return session;
  }

  /** When the other end last showed a sign of life. */
  lastHeardAt(socket: WebSocket, session: Session): number {
    const pingedAt = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
    return Math.max(pingedAt, session.openedAt);
  }

  tell(peer: PeerId, message: ServerMessage): void {
    const socket = this.find('room', peer);
    if (socket !== undefined) this.answer(socket, message);
  }

  answer(socket: WebSocket, message: ServerMessage): void {
    this.send(socket, JSON.stringify(message));
  }

  /** A socket that dies under a send reports its own close; there is nothing to do about it here. */
  send(socket: WebSocket, frame: string): void {
    try {
      socket.send(frame);
    } catch {}
  }

  /** Tells the reason and closes; the close that follows is no longer news. Returns what the socket was. */
  drop(socket: WebSocket, code: ErrorCode): Session | undefined {
    const session = this.forget(socket);
    if (session?.kind !== 'peer') {
      const closing: ServerMessage = { type: 'closing', error: protocolError(code) };
      this.send(socket, JSON.stringify(closing));
    }
    this.close(socket, errorKinds[code].closeCode, code);
    return session;
  }

  close(socket: WebSocket, closeCode: number, reason: string): void {
    this.forget(socket);
    try {
      socket.close(closeCode, reason);
    } catch {}
  }

  closeAll(code: ErrorCode): void {
    for (const socket of [...this.#sessions.keys()]) this.drop(socket, code);
  }
}
