import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Want } from '../../../../edge/protocol/room-messages.ts';
import { useApp } from '../../../app.ts';
import { savedWants } from '../../../call/capture/data-saving.ts';
import { wantsOf } from '../../../call/transport/wants.ts';
import { useCall } from '../../meeting/call-context.ts';
import type { Box, Placed } from './arrange.ts';
import type { Tile } from './tiles.ts';

/** Cameras and most screens are this wide; a covered tile shows a slice of such a picture. */
const pictureRatio = 16 / 9;

/** Finer pixels than these no eye tells apart in a moving picture, and phones pay for them. */
const mostPixelRatio = 2;
/** Whoever is pinned is to be looked at closely. */
const pinnedHeight = 720;

/** Tells the call what is on screen and how large, whenever that changes. */
export function useWants(
  placed: readonly Placed[],
  hidden: readonly Tile[],
  pinned: string | null,
): void {
  const call = useCall();
  const saving = useApp().saving.value;
  const pageVisible = usePageVisible();
  const asked = useRef<readonly Want[]>([]);
  useEffect(() => {
    const seen = placed
      .filter(({ tile }) => !tile.own)
      .map(({ tile, box }) => ({
        seat: tile.person.seat,
        source: tile.source,
        heightPx: Math.max(
          Math.round(pictureHeight(box) * Math.min(window.devicePixelRatio, mostPixelRatio)),
          tile.key === pinned ? pinnedHeight : 0,
        ),
        visible: pageVisible && box.width > 0,
      }));
    // Nothing has been measured yet: to ask for nothing would stop the pictures that are about to show.
    if (seen.length > 0 && placed.every(({ box }) => box.width === 0)) return;
    const unseen = hidden.map(({ person, source }) => ({
      seat: person.seat,
      source,
      heightPx: 0,
      visible: false,
    }));
    asked.current = wantsOf([...seen, ...unseen], asked.current);
    // The call itself tells whether that is anything new.
    call.want(savedWants(asked.current, saving));
  }, [call, placed, hidden, pinned, pageVisible, saving]);
}

function pictureHeight({ width, height }: Box): number {
  return Math.max(height, width / pictureRatio);
}

function usePageVisible(): boolean {
  const visible = useSignal(document.visibilityState === 'visible');
  useEffect(() => {
    const look = () => {
      visible.value = document.visibilityState === 'visible';
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [visible]);
  return visible.value;
}
