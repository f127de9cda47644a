import * as v from 'valibot';
import { brandIf, PeerId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import {
  PeerClientMessage,
  type PeerServerMessage,
  peerErrors,
  peerKey,
} from '../../protocol/peer-messages.ts';
import { isSameSecret } from '../../secrets/same-secret.ts';
import type { MemberSeat, Page } from '../state/meeting.ts';
import type { HeldSignal, SignalStore } from '../storage/signal-store.ts';
import type { Sockets } from './sockets.ts';

/** As long as PeerJS's own server keeps a signal for somebody who is not there yet. */
const signalLifetimeMs = 5_000;
/** A newcomer's offers and candidates to everybody in a full mesh fit several times. */
const maxHeldPerSender = 200;

export interface PeerServerPorts {
  readonly sockets: Sockets;
  readonly signals: SignalStore;
  now(): number;
  isMember(peer: PeerId): boolean;
  /** The page that this peer is, with its ticket, if the seat knows it. */
  pageOf(peer: PeerId): Page | undefined;
  /** Something now waits for its expiry. */
  signalHeld(): void;
}

export type PeerAdmission =
  | { readonly kind: 'welcome'; readonly peer: PeerId }
  | { readonly kind: 'refused'; readonly message: PeerServerMessage };

/** PeerJS's protocol among the members of one room. */
export class PeerServer {
  readonly #ports: PeerServerPorts;

  constructor(ports: PeerServerPorts) {
    this.#ports = ports;
  }

  /** Decides about a new socket from its address's parameters. */
  admit(query: URLSearchParams): PeerAdmission {
    const [key, id, token] = ['key', 'id', 'token'].map((name) => query.get(name) ?? '');
    if (!key || !id || !token) return refusal(peerErrors.missingParameters);
    if (key !== peerKey) return refusal(peerErrors.invalidKey);
    const peer = brandIf(PeerId, id);
    const page = peer && this.#ports.pageOf(peer);
    if (peer === undefined || page === undefined) return refusal(peerErrors.invalidToken);
    if (isSameSecret(token, page.ticket)) return { kind: 'welcome', peer };
    return this.#ports.sockets.find('peer', peer) === undefined
      ? refusal(peerErrors.invalidToken)
      : { kind: 'refused', message: { type: 'ID-TAKEN', payload: { msg: 'ID is taken' } } };
  }

  /** The socket is in place: greet it, and hand over what was kept for it. */
  opened(peer: PeerId): void {
    this.#send(peer, { type: 'OPEN' });
    this.release(peer);
  }

  message(peer: PeerId, socket: WebSocket, frame: string | ArrayBuffer): void {
    const message = readPeerFrame(frame);
    if (message === undefined) return;
    const { type, dst, payload } = message;
    if (type === 'EXPIRE') return;
    if (dst === undefined) {
      if (type === 'LEAVE') this.#ports.sockets.close(socket, 1_000, 'left');
      return;
    }
    const signal = { src: peer, dst, frame: JSON.stringify({ type, src: peer, dst, payload }) };
    // A LEAVE has nothing to tell somebody who is not there.
    if (type === 'LEAVE') this.#deliver(signal);
    else this.#route(signal);
  }

  #route(signal: HeldSignal): void {
    if (this.#deliver(signal)) return;
    const { signals, now, signalHeld } = this.#ports;
    if (signals.hold(signal, now() + signalLifetimeMs, maxHeldPerSender)) signalHeld();
  }

  /** Only members reach each other, and only while both are. */
  #deliver({ src, dst, frame }: HeldSignal): boolean {
    const { isMember, sockets } = this.#ports;
    const target = dst as PeerId;
    const socket = sockets.find('peer', target);
    if (socket === undefined || !isMember(target) || !isMember(src)) return false;
    sockets.send(socket, frame);
    return true;
  }

  /** Tries again what was kept for, or from, a peer that has just connected or become a member. */
  release(peer: PeerId): void {
    const { signals } = this.#ports;
    for (const signal of signals.takeOf(peer)) this.#route(signal);
  }

  /** What could not be delivered in time: one EXPIRE to the sender per pair. */
  expire(): void {
    const pairs = new Map<string, HeldSignal>();
    for (const signal of this.#ports.signals.takeExpired(this.#ports.now())) {
      pairs.set(`${signal.src} ${signal.dst}`, signal);
    }
    for (const { src, dst } of pairs.values()) {
      this.#send(src, { type: 'EXPIRE', src: dst, dst: src });
    }
  }

  /** A peer that never comes back; on LEAVE, PeerJS closes whatever it has with them. */
  left(peer: PeerId, members: readonly MemberSeat[]): void {
    const { sockets, signals } = this.#ports;
    signals.takeOf(peer);
    const socket = sockets.find('peer', peer);
    if (socket !== undefined) sockets.close(socket, 1_000, 'left');
    for (const { page } of members) {
      this.#send(page.peer, { type: 'LEAVE', src: peer, dst: page.peer });
    }
  }

  #send(peer: PeerId, message: PeerServerMessage): void {
    const socket = this.#ports.sockets.find('peer', peer);
    if (socket !== undefined) this.#ports.sockets.send(socket, JSON.stringify(message));
  }
}

function refusal(msg: string): PeerAdmission {
  return { kind: 'refused', message: { type: 'ERROR', payload: { msg } } };
}

/** PeerJS ignores what it does not understand; one bad frame must not cost anybody their call. */
function readPeerFrame(frame: string | ArrayBuffer): PeerClientMessage | undefined {
  if (typeof frame !== 'string' || frame.length > limits.peerMessageBytes) return undefined;
  try {
    const result = v.safeParse(PeerClientMessage, JSON.parse(frame));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
