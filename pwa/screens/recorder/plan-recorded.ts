import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Layout } from '../../../edge/protocol/recording.ts';
import { isRecorded } from '../../call/recorder/recorder-view.ts';
import type { RoomView } from '../../call/room-view.ts';
import { arrange, type Box, type Placed } from '../call/stage/arrange.ts';
import { orderBehindSpeaker, orderFaces } from '../call/stage/pages.ts';
import { isSpeaking, type Talk } from '../call/stage/talk.ts';
import { type Tile, tilesOf } from '../call/stage/tiles.ts';

/** A recording has one size, whatever it is scaled to when it is drawn: names stay as large as faces. */
export const canvas = { width: 1_280, height: 720 } as const;
const margin = 8;
const area: Box = {
  ...{ x: margin, y: margin },
  ...{ width: canvas.width - 2 * margin, height: canvas.height - 2 * margin },
};

/** Beside something large; more would be too small to look at. */
const mostBeside = 5;

export interface RecordedScene {
  readonly room: RoomView;
  readonly layout: Layout;
  readonly talk: Talk;
  readonly now: number;
  readonly serverNow: number;
  /** How many feeds a grid has room for. */
  readonly most: number;
}

export interface RecordedPlan {
  readonly placed: readonly Placed[];
  readonly hidden: readonly Tile[];
  /** The next plan begins with it. */
  readonly order: readonly SeatId[];
}

/** Where everything goes in the picture that is recorded, given the order of faces that there was. */
export function planRecorded(before: readonly SeatId[], scene: RecordedScene): RecordedPlan {
  // Faces of those who said no have a place with their name; their screens have none.
  const tiles = tilesOf(scene.room, false, scene.serverNow).filter(
    ({ source, person }) => source === 'camera' || isRecorded(person),
  );
  const { leads, rest, order } = chosen(before, tiles, scene);
  const shown = [...leads, ...rest];
  return {
    placed: arrange({ leads, rest, isPaged: false }, area).placed,
    hidden: tiles.filter((tile) => !shown.includes(tile)),
    order,
  };
}

interface Chosen {
  readonly leads: readonly Tile[];
  readonly rest: readonly Tile[];
  readonly order: readonly SeatId[];
}

function chosen(before: readonly SeatId[], tiles: readonly Tile[], scene: RecordedScene): Chosen {
  const screens = tiles.filter(({ source }) => source === 'screen');
  const faces = tiles.filter(({ source }) => source === 'camera');
  const orderly = {
    ...{ before, own: null, talk: scene.talk, now: scene.now },
    seats: faces.map(({ person }) => person.seat),
  };
  const inOrder = (order: readonly SeatId[]) =>
    order.flatMap((seat) => faces.filter(({ person }) => person.seat === seat));

  if (scene.layout === 'speaker') {
    const order = orderBehindSpeaker(mostBeside, orderly);
    const [speaker, ...others] = inOrder(order);
    const rest = [...screens, ...others].slice(0, mostBeside);
    return { leads: speaker === undefined ? [] : [speaker], rest, order };
  }
  if (scene.layout === 'screen' && screens.length > 0) {
    const order = orderFaces(mostBeside, orderly);
    return { leads: screens, rest: inOrder(order).slice(0, mostBeside), order };
  }
  const room = Math.max(1, scene.most - screens.length);
  const order = orderFaces(room, orderly);
  return { leads: [], rest: [...screens, ...inOrder(order).slice(0, room)], order };
}

/** A room leaves out who comes too soon after another, and hears nothing while its line is down. */
const retellMs = 5_000;

export interface ToldSpeaker {
  readonly seat: SeatId;
  readonly at: number;
}

/** Whoever goes on speaking is named again and again. */
export function isToBeTold(
  seat: SeatId,
  last: ToldSpeaker | null,
  { talk, now }: Pick<RecordedScene, 'talk' | 'now'>,
): boolean {
  if (last?.seat !== seat) return true;
  return now - last.at >= retellMs && isSpeaking(talk, seat, now);
}

/** Who is to be named in the chapters: has spoken last, and more than a word. */
export function speakerIn(
  before: SeatId | null,
  { room, talk, now }: Pick<RecordedScene, 'room' | 'talk' | 'now'>,
): SeatId | null {
  const seats = [...room.people.values()].filter(isRecorded).map(({ seat }) => seat);
  const order = orderBehindSpeaker(seats.length, {
    ...{ seats, own: null, talk, now },
    before: before === null ? [] : [before],
  });
  const [first] = order;
  return first !== undefined && talk.has(first) ? first : before;
}
