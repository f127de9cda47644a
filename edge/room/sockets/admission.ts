import type { Log } from '../../log.ts';
import { type ErrorCode, errorKinds } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import type { ServerMessage } from '../../protocol/room-messages.ts';
import { protocolError } from '../../refusals.ts';
import type { RoomCore } from '../core.ts';
import type { PeerServer } from './peer-server.ts';
import type { Session, Sockets } from './sockets.ts';
import { peerAllowance, roomAllowance, TokenBucket } from './token-bucket.ts';

/** Sockets beyond the members': pre-join pages, PeerJS's, and those who only try. */
const maxSockets = 400;
/** How long a socket may stay without saying hello. */
const strangerLifetimeMs = 20_000;

/** The trace of the request that a socket or a call came with. */
export const traceHeader = 'x-holler-trace';

/** RFC 6455's close code for those who may not come in. */
const policyViolation = 1_008;

/**
 * Accepted without hibernation: the runtime keeps a hibernatable socket that is closed outside its own
 * messages open until the whole object sleeps.
 */
function turnAway(socket: WebSocket, frame: string, closeCode: number): void {
  socket.accept();
  socket.send(frame);
  socket.close(closeCode);
}

export interface DoorPorts {
  readonly sockets: Sockets;
  readonly peers: PeerServer;
  core(): RoomCore | undefined;
  log(): Log;
  /** Why nobody can come in, if so. */
  closedBecause(): ErrorCode | undefined;
  refuseFrame(socket: WebSocket, frame: string | ArrayBuffer, code: ErrorCode): void;
}

/** Who may connect to a room, how much they may say there, and when they count as gone. */
export class Doors {
  readonly #ports: DoorPorts;
  readonly #buckets = new WeakMap<WebSocket, TokenBucket>();

  constructor(ports: DoorPorts) {
    this.#ports = ports;
  }

  /** Whoever comes with this request is let in, or told why not. */
  open(request: Request): Response {
    const url = new URL(request.url);
    const trace = request.headers.get(traceHeader) ?? '';
    const { 0: client, 1: server } = new WebSocketPair();
    if (url.pathname.endsWith('/peerjs')) this.#acceptPeer(server, url.searchParams, trace);
    else this.#acceptRoom(server, trace);
    return new Response(null, { status: 101, webSocket: client });
  }

  #acceptRoom(socket: WebSocket, trace: string): void {
    const { sockets, closedBecause, core } = this.#ports;
    const refused = closedBecause() ?? this.#crowded();
    if (refused !== undefined) {
      const closing: ServerMessage = { type: 'closing', error: protocolError(refused) };
      return turnAway(socket, JSON.stringify(closing), errorKinds[refused].closeCode);
    }
    sockets.accept(socket, { kind: 'stranger', openedAt: Date.now(), trace });
    core()?.scheduleAlarm();
  }

  #acceptPeer(socket: WebSocket, query: URLSearchParams, trace: string): void {
    const { sockets, peers } = this.#ports;
    const admission = peers.admit(query);
    if (admission.kind === 'refused') {
      return turnAway(socket, JSON.stringify(admission.message), policyViolation);
    }
    const { peer } = admission;
    const before = sockets.find('peer', peer);
    sockets.accept(socket, { kind: 'peer', peer, openedAt: Date.now(), trace });
    if (before !== undefined) sockets.close(before, 1_000, 'taken over');
    peers.opened(peer);
  }

  #crowded(): ErrorCode | undefined {
    return this.#ports.sockets.all.size >= maxSockets ? 'rate-limited' : undefined;
  }

  /** Whether a frame is heard; whoever says too much is told so. */
  mayTalk(socket: WebSocket, kind: Session['kind'], frame: string | ArrayBuffer): boolean {
    const now = Date.now();
    const known = this.#buckets.get(socket);
    const bucket = known ?? new TokenBucket(kind === 'peer' ? peerAllowance : roomAllowance, now);
    if (known === undefined) this.#buckets.set(socket, bucket);
    switch (bucket.take(now)) {
      case 'ok':
        return true;
      case 'close':
        this.#ports.core()?.drop(socket, 'rate-limited');
        return false;
      case 'refuse':
        if (kind !== 'peer') this.#ports.refuseFrame(socket, frame, 'rate-limited');
        return false;
    }
  }

  /** TCP can believe in a dead laptop for hours; the pings that the runtime answers tell sooner. */
  closeSilent(now: number): void {
    const { sockets, log, core } = this.#ports;
    for (const [socket, session] of [...sockets.all]) {
      const patienceMs = session.kind === 'stranger' ? strangerLifetimeMs : limits.silentDeathMs;
      if (now - sockets.lastHeardAt(socket, session) < patienceMs) continue;
      log().event('socket.silent', { trace: session.trace, kind: session.kind });
      core()?.drop(socket, 'silent-too-long');
    }
  }
}
