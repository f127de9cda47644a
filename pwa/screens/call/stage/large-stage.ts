import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { type Box, isPhone, largeOf } from './arrange.ts';
import { orderBehindSpeaker, orderFaces } from './pages.ts';
import { leadsOf, type StagePlan } from './stage-plan.ts';
import { roomFor } from './stage-room.ts';
import type { Talk } from './talk.ts';
import type { Tile } from './tiles.ts';

export { hear, nextSpeechMs } from './talk.ts';

/** More pictures than that are more than a person, or a processor, can look at. */
const mostPerPage = 49;
/** More faces than that are no faces any more on a phone: it shows one of them large. */
const mostOnPhone = 8;

export interface StageScene {
  readonly tiles: readonly Tile[];
  readonly area: Box;
  /** The key of the tile that this person wants large. */
  readonly pinned: string | null;
  readonly talk: Talk;
  readonly now: number;
  readonly wishedPage: number;
}

/** What is large, what is beside it, and on which page, given the order of faces that there was. */
export function planLargeStage(before: readonly SeatId[], scene: StageScene): StagePlan {
  const { tiles, area, pinned } = scene;
  const faces = tiles.filter(({ source }) => source === 'camera');
  const chosen = leadsOf(tiles, pinned);
  const isMeasured = area.width > 0;
  const isLed = isMeasured && chosen.length === 0 && isPhone(area) && faces.length > mostOnPhone;
  const fixed = tiles.filter((tile) => tile.source === 'screen' && !chosen.includes(tile));
  const paged = faces.filter((tile) => !chosen.includes(tile)).length - (isLed ? 1 : 0);
  const room = roomFor(isLed ? 'face' : largeOf(chosen), paged + fixed.length, area, mostPerPage);
  const perPage = Math.max(1, room - fixed.length);

  const order = orderOf(before, faces, isLed, perPage, scene);
  const queue = order.flatMap((seat) => faces.filter((tile) => tile.person.seat === seat));
  const leads = isLed ? queue.slice(0, 1) : chosen;
  const others = queue.filter((tile) => !leads.includes(tile));
  const pages = Math.max(1, Math.ceil(others.length / perPage));
  const page = Math.min(Math.max(scene.wishedPage, 0), pages - 1);
  const rest = [...fixed, ...others.slice(page * perPage, (page + 1) * perPage)];
  const hidden = tiles.filter((tile) => !leads.includes(tile) && !rest.includes(tile));
  return { leads, rest, isPaged: pages > 1, hidden, order, page, pages };
}

function orderOf(
  before: readonly SeatId[],
  faces: readonly Tile[],
  isLed: boolean,
  perPage: number,
  { talk, now, pinned }: StageScene,
): readonly SeatId[] {
  const seats = faces.map(({ person }) => person.seat);
  const own = faces.find((tile) => tile.own)?.person.seat ?? null;
  const large = faces.find(({ key }) => key === pinned)?.person.seat;
  if (isLed) return orderBehindSpeaker(perPage, { before, seats, own, talk, now });
  const others = seats.filter((seat) => seat !== large);
  const order = orderFaces(perPage, { before, seats: others, own, talk, now });
  if (large === undefined) return order;
  // Back to where they were, once they are not large any more.
  const place = (before.includes(large) ? before : seats).indexOf(large);
  return order.toSpliced(place, 0, large);
}
