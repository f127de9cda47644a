import type { SeatId } from '../../../../edge/protocol/ids.ts';
import type { Seen } from './arrange.ts';
import type { Tile } from './tiles.ts';

export interface StagePlan extends Seen {
  readonly hidden: readonly Tile[];
  /** Over all pages; the next plan begins with it. */
  readonly order: readonly SeatId[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
}

/** As many as a mesh carries have room everywhere; the rules for more come when there are more. */
export const mostOnSmallStage = 5;

/** What is pinned, else what is shared. */
export function leadsOf(tiles: readonly Tile[], pinned: string | null): readonly Tile[] {
  const wanted = tiles.filter(({ key }) => key === pinned);
  return wanted.length > 0 ? wanted : tiles.filter(({ source }) => source === 'screen');
}

/** Everybody, with nothing to turn to. */
export function planSmallStage(tiles: readonly Tile[], pinned: string | null): StagePlan {
  const leads = leadsOf(tiles, pinned);
  const rest = tiles.filter((tile) => !leads.includes(tile));
  return { leads, rest, isPaged: false, hidden: [], order: [], page: 0, pages: 1 };
}
