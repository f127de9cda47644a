import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Box } from './arrange.ts';
import type { Tile } from './tiles.ts';

/** Smaller faces say nothing. */
const leastTile = { width: 160, height: 90 } as const;
const gap = 8;
/** More pictures than that are more than a person, or a processor, can look at. */
const mostPerPage = 49;
const leastPerPage = 4;
/** A conversation's turns: whoever spoke within it is still part of what is going on. */
const recentMs = 10_000;

/** How many faces have room at once; beside a shared screen there is a strip for them. */
export function facesPerPage({ width, height }: Box, screenShown: boolean): number {
  const columns = roomFor(width, leastTile.width);
  const rows = roomFor(height, leastTile.height);
  const room = screenShown ? Math.max(columns, rows) : columns * rows;
  return Math.min(Math.max(room, leastPerPage), mostPerPage);
}

function roomFor(length: number, least: number): number {
  return Math.floor((length + gap) / (least + gap));
}

/**
 * The order of faces over all pages, given the last one: nobody moves but for somebody who speaks and
 * is not on the first page. They change places with who has been silent there the longest.
 */
export function orderFaces(
  before: readonly SeatId[],
  faces: readonly Tile[],
  perPage: number,
  spokeAt: ReadonlyMap<SeatId, number>,
  now: number,
): readonly SeatId[] {
  const seats = faces.map(({ person }) => person.seat);
  if (seats.length <= perPage) return seats;
  const known = before.filter((seat) => seats.includes(seat));
  const order = [...known, ...seats.filter((seat) => !known.includes(seat))];
  const own = faces.find((tile) => tile.own)?.person.seat;
  const isRecent = (seat: SeatId) =>
    now - (spokeAt.get(seat) ?? Number.NEGATIVE_INFINITY) < recentMs;

  const ownAt = own === undefined ? -1 : order.indexOf(own);
  if (ownAt >= perPage) swap(order, ownAt, perPage - 1);
  for (const speaker of order.slice(perPage).filter(isRecent)) {
    const quiet = order
      .slice(0, perPage)
      .filter((seat) => seat !== own && !isRecent(seat))
      .sort((one, other) => (spokeAt.get(one) ?? 0) - (spokeAt.get(other) ?? 0));
    const [quietest] = quiet;
    if (quietest === undefined) break;
    swap(order, order.indexOf(speaker), order.indexOf(quietest));
  }
  return order;
}

function swap(order: SeatId[], one: number, other: number): void {
  const [first, second] = [order[one], order[other]];
  if (first === undefined || second === undefined) return;
  order[one] = second;
  order[other] = first;
}

export interface Page {
  readonly shown: readonly Tile[];
  readonly hidden: readonly Tile[];
  /** From 0. */
  readonly number: number;
  readonly count: number;
}

/** Shared screens are on every page, faces on theirs. */
export function pageOf(
  tiles: readonly Tile[],
  order: readonly SeatId[],
  perPage: number,
  wished: number,
): Page {
  const count = Math.max(1, Math.ceil(order.length / perPage));
  const number = Math.min(Math.max(wished, 0), count - 1);
  const seats = order.slice(number * perPage, (number + 1) * perPage);
  const faces = tiles
    .filter((tile) => tile.source === 'camera' && seats.includes(tile.person.seat))
    .sort((one, other) => seats.indexOf(one.person.seat) - seats.indexOf(other.person.seat));
  const shown = [...tiles.filter((tile) => tile.source === 'screen'), ...faces];
  return { shown, hidden: tiles.filter((tile) => !shown.includes(tile)), number, count };
}
