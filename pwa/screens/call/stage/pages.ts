import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { hasSpoken, heardAt, isSpeaking, type Talk } from './talk.ts';

/** A conversation's turns: whoever spoke within it is still part of what is going on. */
const recentMs = 10_000;

export interface Orderly {
  /** The last order; empty at first. */
  readonly before: readonly SeatId[];
  /** Who has a face to show now, as they came. */
  readonly seats: readonly SeatId[];
  readonly own: SeatId | null;
  readonly talk: Talk;
  readonly now: number;
}

/**
 * The order of faces over all pages, given the last one: nobody moves but for somebody who speaks and
 * is not on the first page. They change places with who has been silent there the longest.
 */
export function orderFaces(perPage: number, orderly: Orderly): readonly SeatId[] {
  const { own, seats, talk, now } = orderly;
  if (seats.length <= perPage) return seats;
  const order = keptOrder(orderly);
  const isRecent = (seat: SeatId) => now - heardAt(talk, seat, now) < recentMs;

  const ownAt = own === null ? -1 : order.indexOf(own);
  if (ownAt >= perPage) swap(order, ownAt, perPage - 1);
  const speakers = order
    .slice(perPage)
    .filter((seat) => isRecent(seat) && hasSpoken(talk, seat, now));
  for (const speaker of speakers) {
    const [quietest] = order
      .slice(0, perPage)
      .filter((seat) => seat !== own && !isRecent(seat))
      .sort((one, other) => before(heardAt(talk, one, now), heardAt(talk, other, now)));
    if (quietest === undefined) break;
    swap(order, order.indexOf(speaker), order.indexOf(quietest));
  }
  return order;
}

/** The same with one person in front of all pages: who speaks, until somebody else does. */
export function orderBehindSpeaker(perPage: number, orderly: Orderly): readonly SeatId[] {
  const { own, talk, now } = orderly;
  const order = keptOrder(orderly);
  const [lead] = order;
  const others = order.filter((seat) => seat !== own);
  const speaker = others
    .filter((seat) => isSpeaking(talk, seat, now) && hasSpoken(talk, seat, now))
    .sort((one, other) => before(heardAt(talk, other, now), heardAt(talk, one, now)))[0];
  const isFree = lead === undefined || lead === own || !isSpeaking(talk, lead, now);
  const next = (isFree ? speaker : undefined) ?? (lead === own ? others[0] : lead);
  if (next !== undefined) swap(order, 0, order.indexOf(next));
  const ownAt = own === null ? -1 : order.indexOf(own);
  // One's own face is always there to look at.
  if (ownAt > perPage) swap(order, ownAt, perPage);
  return order;
}

function keptOrder({ before, seats }: Orderly): SeatId[] {
  const known = before.filter((seat) => seats.includes(seat));
  return [...known, ...seats.filter((seat) => !known.includes(seat))];
}

/** Neither of two who were never heard was silent longer. */
function before(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

function swap(order: SeatId[], one: number, other: number): void {
  const [first, second] = [order[one], order[other]];
  if (first === undefined || second === undefined) return;
  order[one] = second;
  order[other] = first;
}
