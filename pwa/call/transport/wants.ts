import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';

export interface OnScreen {
  readonly seat: SeatId;
  readonly source: Want['source'];
  /** Of the tile, in device pixels. */
  readonly heightPx: number;
  readonly visible: boolean;
}

/** Heights that cameras and encoders know; in between there is nothing to be had. */
const steps = [90, 180, 360, 720, 1080] as const;
const largestStep = 1080;
/** More pictures than that are more than a person, or a processor, can look at. */
const maxVideos = 49;
/** A picture may be stretched by this much before a larger one is worth its bits. */
const stretch = 1.1;
/** And somewhat more, or less, before a choice once made is changed: layouts jitter. */
const jitter = 0.15;

/**
 * What to ask for, given what is on screen; `before` is the last answer. The same screen in another
 * order gives the same answer.
 */
export function wantsOf(
  tiles: readonly OnScreen[],
  before: readonly Want[] = [],
  most = maxVideos,
): Want[] {
  const steady = new Map(before.map((want) => [keyOf(want), want.height]));
  const shown = new Set(
    tiles
      .filter((tile) => tile.visible && tile.heightPx > 0)
      .sort(byImportance)
      .slice(0, most),
  );
  return tiles
    .map((tile) => ({
      seat: tile.seat,
      source: tile.source,
      height: shown.has(tile) ? stepFor(tile.heightPx, steady.get(keyOf(tile))) : 0,
    }))
    .sort(byKey);
}

export function sameWants(one: readonly Want[], other: readonly Want[]): boolean {
  return (
    one.length === other.length &&
    one.every((want, index) => {
      const twin = other[index];
      return twin !== undefined && keyOf(want) === keyOf(twin) && want.height === twin.height;
    })
  );
}

function stepFor(heightPx: number, before: number | undefined): number {
  if (before && smallestFor(heightPx * (1 - jitter)) <= before) {
    if (smallestFor(heightPx * (1 + jitter)) >= before) return before;
  }
  return smallestFor(heightPx);
}

function smallestFor(heightPx: number): number {
  return steps.find((step) => heightPx <= step * stretch) ?? largestStep;
}

function keyOf({ seat, source }: Pick<Want, 'seat' | 'source'>): string {
  return `${seat} ${source}`;
}

function byKey(one: Want, other: Want): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

/** A shared screen before faces, then the larger tile. */
function byImportance(one: OnScreen, other: OnScreen): number {
  if (one.source !== other.source) return one.source === 'screen' ? -1 : 1;
  return other.heightPx - one.heightPx || (keyOf(one) < keyOf(other) ? -1 : 1);
}
