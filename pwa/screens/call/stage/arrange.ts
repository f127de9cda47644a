import type { Tile } from './tiles.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly tile: Tile;
  readonly box: Box;
  /** On top of another tile. */
  readonly floating: boolean;
}

export const gap = 8;
const cornerMargin = 16;
const turnerHeight = 52;

/** Width over height that a tile may have. */
interface Ratios {
  readonly narrowest: number;
  readonly widest: number;
}

/** On an upright screen people may be upright too; on a wide one that would cut off their shoulders. */
const faces = {
  wide: { narrowest: 1, widest: 16 / 9 },
  upright: { narrowest: 3 / 4, widest: 16 / 9 },
} as const;
/** A shared screen has bars beside it, not cuts: the more room, the better. */
const anything: Ratios = { narrowest: 0.01, widest: 100 };

/** What is to be seen at once. */
export interface Seen {
  /** Shown large: what is pinned or shared, or who speaks where there is no room for all. */
  readonly leads: readonly Tile[];
  readonly rest: readonly Tile[];
  /** There are more pages of the rest. */
  readonly isPaged: boolean;
}

export interface Arrangement {
  readonly placed: readonly Placed[];
  /** Where pages are turned, when there are any. */
  readonly turner: Box | null;
}

/** Where each tile goes: the large ones with everyone else in a strip, or everyone in a grid. */
export function arrange({ leads, rest, isPaged }: Seen, area: Box): Arrangement {
  const large = largeOf(leads);
  const { main, others } = regionsOf(area, large, rest.length);
  const [room, turner] = isPaged ? withTurner(others) : [others, null];
  const [one, other] = rest;
  if (leads.length === 0 && one && other && rest.length === 2 && (one.own || other.own)) {
    return { placed: tete(rest, area), turner };
  }
  const placed = [
    ...grid(leads, main, large === 'screen' ? anything : undefined),
    ...grid(rest, room),
  ];
  return { placed, turner };
}

/** Not the machine but the room: a small window has as little. */
export function isPhone({ width, height }: Box): boolean {
  return Math.min(width, height) < 480;
}

export function withTurner(box: Box): [Box, Box] {
  const height = Math.max(0, box.height - turnerHeight);
  return [
    { ...box, height },
    { ...box, y: box.y + height, height: turnerHeight },
  ];
}

/** What is large, as far as its shape matters. */
export type Large = 'nothing' | 'face' | 'screen';

export function largeOf(leads: readonly Tile[]): Large {
  const [first] = leads;
  if (first === undefined) return 'nothing';
  return leads.some(({ source }) => source === 'screen') ? 'screen' : 'face';
}

/** Where the large ones go, and where the others. */
export function regionsOf(area: Box, large: Large, rest: number): { main: Box; others: Box } {
  if (large === 'nothing') return { main: { ...area, width: 0, height: 0 }, others: area };
  if (rest === 0) return { main: area, others: { ...area, width: 0, height: 0 } };
  const share = shareOf(area, large, rest);
  if (area.width > area.height) {
    const strip = Math.min(Math.max(area.width * share, 168), 240);
    return {
      main: { ...area, width: Math.max(0, area.width - strip - gap) },
      others: { ...area, x: area.x + area.width - strip, width: strip },
    };
  }
  const strip =
    large === 'screen'
      ? Math.max(area.height * share, area.height - wideHeight(area) - gap)
      : Math.min(area.height * share, 300);
  return {
    main: { ...area, height: Math.max(0, area.height - strip - gap) },
    others: { ...area, y: area.y + area.height - strip, height: strip },
  };
}

/** As high as a wide screen can be on an upright phone: more would be bars above and below it, where faces could be. */
function wideHeight({ width }: Box): number {
  return (width * 9) / 16;
}

/** A row, or a column, is enough for few; for more, people come before empty wall. */
function shareOf(area: Box, large: Large, rest: number): number {
  if (area.width > area.height) return isPhone(area) && rest > 3 ? 0.27 : 0.18;
  if (rest <= 3) return 0.2;
  // A wide screen on an upright phone would have more bars than picture.
  return large === 'screen' ? 0.6 : 0.38;
}

function place(tile: Tile, box: Box): Placed {
  return { tile, box, floating: false };
}

/** Two people: one large picture, with one's own in the corner. */
function tete(tiles: readonly Tile[], area: Box): readonly Placed[] {
  return tiles.map((tile) =>
    tile.own ? { tile, box: corner(area), floating: true } : place(tile, area),
  );
}

function corner(area: Box): Box {
  const width = Math.min(Math.max(area.width * 0.22, 104), 256);
  const height = width * (area.height > area.width ? 4 / 3 : 9 / 16);
  return {
    x: area.x + area.width - width - cornerMargin,
    y: area.y + area.height - height - cornerMargin,
    width,
    height,
  };
}

/** The number of columns that makes the tiles largest; a last row that is not full is centred. */
function grid(
  tiles: readonly Tile[],
  area: Box,
  ratios: Ratios = area.height > area.width ? faces.upright : faces.wide,
): readonly Placed[] {
  if (tiles.length === 0) return [];
  const sizes = tiles.map((_, index) => sizeIn(area, tiles.length, index + 1, ratios));
  const best = sizes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const rows = Math.ceil(tiles.length / best.columns);
  const top = area.y + (area.height - rows * (best.height + gap) + gap) / 2;
  return tiles.map((tile, index) => {
    const row = Math.floor(index / best.columns);
    const inRow = Math.min(best.columns, tiles.length - row * best.columns);
    const left = area.x + (area.width - inRow * (best.width + gap) + gap) / 2;
    return place(tile, {
      x: left + (index % best.columns) * (best.width + gap),
      y: top + row * (best.height + gap),
      width: best.width,
      height: best.height,
    });
  });
}

function sizeIn(area: Box, count: number, columns: number, { narrowest, widest }: Ratios) {
  const rows = Math.ceil(count / columns);
  const cellWidth = Math.max(0, (area.width - gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (area.height - gap * (rows - 1)) / rows);
  return {
    columns,
    width: Math.min(cellWidth, cellHeight * widest),
    height: Math.min(cellHeight, cellWidth / narrowest),
  };
}
