import type { PeerId, SeatId } from '../../../edge/protocol/ids.ts';
import type { Participant } from '../../../edge/protocol/people.ts';

export type DialRole = 'dials' | 'answers';

export interface LinksPlan {
  /** Seats whose link ends: gone, back in the waiting room, or reloaded into another peer. */
  readonly drop: readonly SeatId[];
  readonly make: readonly { readonly person: Participant; readonly role: DialRole }[];
}

type Arrival = Pick<Participant, 'seat' | 'peerSince'>;

/** The page that came in last dials, so that a reload finds everybody; both ends agree without a word. */
export function dialRole(self: Arrival, other: Arrival): DialRole {
  const later =
    self.peerSince === other.peerSince ? self.seat > other.seat : self.peerSince > other.peerSince;
  return later ? 'dials' : 'answers';
}

export function planLinks(
  self: SeatId,
  people: readonly Participant[],
  links: ReadonlyMap<SeatId, PeerId>,
): LinksPlan {
  const members = people.filter(({ role }) => role !== 'waiting');
  const me = members.find(({ seat }) => seat === self);
  if (me === undefined) return { drop: [...links.keys()], make: [] };
  const others = members.filter(({ seat }) => seat !== self);
  const peers = new Map(others.map(({ seat, peer }) => [seat, peer]));
  return {
    drop: [...links].filter(([seat, peer]) => peers.get(seat) !== peer).map(([seat]) => seat),
    make: others
      .filter(({ seat, peer }) => links.get(seat) !== peer)
      .map((person) => ({ person, role: dialRole(me, person) })),
  };
}
