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

const gap = 8;
const cornerMargin = 16;

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

function ratiosFor({ width, height }: Box): Ratios {
  return height > width ? faces.upright : faces.wide;
}

/**
 * Where each tile goes: shared screens large with everyone in a strip, two people as one large picture
 * with one's own in the corner, else a grid. Positions and nothing else, in the order given: a video
 * element that moves in the document is black for a moment.
 */
export function arrange(tiles: readonly Tile[], area: Box): readonly Placed[] {
  const screens = tiles.filter((tile) => tile.source === 'screen');
  const cameras = tiles.filter((tile) => tile.source === 'camera');
  if (screens.length > 0) return arrangeAroundScreens(screens, cameras, area);
  if (cameras.length === 2 && cameras.some((tile) => tile.own)) {
    return cameras.map((tile) =>
      tile.own ? { tile, box: corner(area), floating: true } : place(tile, area),
    );
  }
  return grid(cameras, area);
}

function place(tile: Tile, box: Box): Placed {
  return { tile, box, floating: false };
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

function arrangeAroundScreens(
  screens: readonly Tile[],
  cameras: readonly Tile[],
  area: Box,
): readonly Placed[] {
  const beside = area.width > area.height;
  const strip = beside
    ? Math.min(Math.max(area.width * 0.18, 144), 240)
    : Math.min(area.height * 0.24, 160);
  const main: Box = beside
    ? { ...area, width: Math.max(0, area.width - strip - gap) }
    : { ...area, height: Math.max(0, area.height - strip - gap) };
  const rest: Box = beside
    ? { ...area, x: area.x + area.width - strip, width: strip }
    : { ...area, y: area.y + area.height - strip, height: strip };
  return [...grid(screens, main, anything), ...grid(cameras, rest)];
}

/** The number of columns that makes the tiles largest; a last row that is not full is centred. */
function grid(
  tiles: readonly Tile[],
  area: Box,
  ratios: Ratios = ratiosFor(area),
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
