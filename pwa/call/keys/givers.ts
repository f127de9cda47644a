import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Participant } from '../../../edge/protocol/people.ts';

/** When the one whose turn it is does not make a key, the next does. */
export const makingTurnMs = 3_000;

export type Giver = Pick<Participant, 'seat' | 'role' | 'joinedAt' | 'awaySince' | 'publicKey'>;

/**
 * Who can be turned to for a key, in this order: whoever has been here longest is the likeliest to have it.
 * Everybody finds the same order from the same roster, so nobody needs to say whose turn it is.
 */
export function giversOf(people: readonly Giver[]): SeatId[] {
  return people
    .filter(
      ({ role, awaySince, publicKey }) =>
        role !== 'waiting' && awaySince === null && publicKey !== undefined,
    )
    .sort((one, other) => one.joinedAt - other.joinedAt || (one.seat < other.seat ? -1 : 1))
    .map(({ seat }) => seat);
}

/** How long after a key became due it is this seat's turn to make it; undefined when it has none. */
export function turnToMakeMs(self: SeatId, people: readonly Giver[]): number | undefined {
  const rank = giversOf(people).indexOf(self);
  return rank < 0 ? undefined : rank * makingTurnMs;
}
