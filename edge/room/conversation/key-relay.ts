import type { SealedKeys } from '../../protocol/encryption.ts';
import type { PeerId, SeatId } from '../../protocol/ids.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/room-messages.ts';
import type { RoomCore } from '../core.ts';
import { acceptMaker, isCurrent, loseKey, showPublicKey } from '../rules/media-key.ts';
import { peerOf } from '../rules/recording/orders.ts';
import type { Sockets } from '../sockets/sockets.ts';
import type { MemberSeat } from '../state/meeting.ts';

export type KeyMessage = Extract<
  ClientMessage,
  { type: 'public-key' | 'ask-key' | 'give-key' | 'make-key' | 'key-lost' }
>;

/** A page that asks the same one again does so after three seconds: it lets 1.5 s pass between any two asks. */
export const askIntervalMs = 2_000;

export interface KeyRelayPorts {
  readonly core: RoomCore;
  readonly sockets: Sockets;
  now(): number;
}

/** A member, or the page that is recorded. */
export interface Asker {
  readonly seat: SeatId;
  readonly peer: PeerId;
}

/** Carries sealed keys between members. It can open none, and keeps none. */
export class KeyRelay {
  readonly #core: RoomCore;
  readonly #sockets: Sockets;
  readonly #now: () => number;
  /** When one page last asked another for a key, the latest last. */
  readonly #askedAt = new Map<string, number>();

  constructor({ core, sockets, now }: KeyRelayPorts) {
    this.#core = core;
    this.#sockets = sockets;
    this.#now = now;
  }

  take(peer: PeerId, message: KeyMessage): void {
    const from = this.#core.memberOfPeer(peer);
    if (from === undefined) return;
    switch (message.type) {
      case 'public-key':
        return this.#core.change((draft) => showPublicKey(draft, from, message.key));
      case 'ask-key':
        return this.ask({ seat: from.id, peer: from.page.peer }, message.to);
      case 'give-key':
        if (isCurrent(this.#core.meeting, message.generation)) this.#give(from, message);
        return;
      case 'make-key':
        return this.#make(from, message);
      case 'key-lost':
        return this.#core.change((draft) => loseKey(draft, message.generation));
    }
  }

  /** Each ask costs the one who is asked a key exchange: nobody keeps another busy with it. */
  ask(from: Asker, to: SeatId): void {
    const giver = this.#core.standingOf(to)?.seat;
    if (giver === undefined) return;
    const { generation } = this.#core.meeting.encryption;
    const question = `${from.peer} ${giver.page.peer} ${generation}`;
    this.#forgetOldAsks();
    if (this.#askedAt.has(question)) return;
    this.#askedAt.set(question, this.#now());
    this.#tell(to, { type: 'key-asked', from: from.seat });
  }

  #forgetOldAsks(): void {
    for (const [question, askedAt] of this.#askedAt) {
      if (this.#now() < askedAt + askIntervalMs) return;
      this.#askedAt.delete(question);
    }
  }

  #make(from: MemberSeat, made: { readonly generation: number; readonly keys: SealedKeys }): void {
    const isFirst = this.#core.change((draft) => acceptMaker(draft, from.id, made.generation));
    if (isFirst) this.#give(from, made);
  }

  #give(from: MemberSeat, given: { readonly generation: number; readonly keys: SealedKeys }): void {
    const { generation } = given;
    for (const { to, key } of given.keys) {
      this.#tell(to, { type: 'key-given', from: from.id, generation, key });
    }
  }

  #tell(to: SeatId, message: ServerMessage): void {
    const ghost = this.#core.meeting.recording?.ghost;
    if (ghost?.seat === to) return this.#sockets.tell(peerOf(ghost), message);
    const standing = this.#core.standingOf(to);
    if (standing !== undefined) this.#sockets.tell(standing.seat.page.peer, message);
  }
}
