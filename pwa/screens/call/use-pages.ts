import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import { useApp } from '../../app.ts';
import { useCall } from '../meeting/call-context.ts';
import type { Box } from './arrange.ts';
import { facesPerPage, orderFaces, type Page, pageOf } from './pages.ts';
import type { Tile } from './tiles.ts';

/** Below this, it is the room that is heard. */
const speakingLevel = 0.05;

/** What of the tiles is on screen now; `turn` goes to another page. */
export function usePages(
  tiles: readonly Tile[],
  area: Box,
): Page & { readonly turn: (pages: number) => void } {
  const call = useCall();
  const { now } = useApp();
  const wished = useSignal(0);
  /** Rises when somebody speaks whom the first page does not show. */
  const called = useSignal(0);
  const spokeAt = useRef(new Map<SeatId, number>());
  const order = useRef<readonly SeatId[]>([]);

  const faces = tiles.filter((tile) => tile.source === 'camera');
  const perPage = facesPerPage(area, faces.length < tiles.length);
  useSignalEffect(() => {
    for (const [seat, level] of call.loudness.value) {
      if (level <= speakingLevel) continue;
      spokeAt.current.set(seat, now());
      if (order.current.indexOf(seat) >= perPage) called.value = called.peek() + 1;
    }
  });

  void called.value;
  order.current = orderFaces(order.current, faces, perPage, spokeAt.current, now());
  const page = pageOf(tiles, order.current, perPage, wished.value);
  return {
    ...page,
    turn(pages) {
      wished.value = page.number + pages;
    },
  };
}
