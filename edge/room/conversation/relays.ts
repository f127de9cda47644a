import type { PeerId } from '../../protocol/ids.ts';
import type { ClientMessageOf, Want } from '../../protocol/room-messages.ts';
import type { RoomCore } from '../core.ts';
import type { Sockets } from '../sockets/sockets.ts';

export interface RelayPorts {
  readonly core: RoomCore;
  readonly sockets: Sockets;
  readonly now: () => number;
}

/** After a move to a media server the mesh stays as long, for whoever is slow to come across. */
const meshLingersMs = 30_000;

/** What members of a mesh tell each other through the room. */
export class Relays {
  readonly #ports: RelayPorts;

  constructor(ports: RelayPorts) {
    this.#ports = ports;
  }

  /** In a mesh the sender scales its encoder, so each is told what this one wants of it. A server knows itself. */
  want(peer: PeerId, wants: readonly Want[]): void {
    const { core, sockets } = this.#ports;
    const from = core.memberOfPeer(peer);
    if (from === undefined || !this.#hasMesh()) return;
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

  #hasMesh(): boolean {
    const { core, now } = this.#ports;
    const { transport } = core.meeting;
    return transport.kind !== 'sfu' || now() < transport.stirredAt + meshLingersMs;
  }

  signal(peer: PeerId, { to, signal }: ClientMessageOf<'signal'>): void {
    const { core, sockets } = this.#ports;
    const from = core.memberOfPeer(peer);
    const target = core.seats.get(to);
    if (from === undefined || target?.stage !== 'member') return;
    sockets.tell(target.page.peer, { type: 'signal', from: from.id, signal });
  }
}
