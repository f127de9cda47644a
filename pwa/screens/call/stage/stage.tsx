import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { RoomView } from '../../../call/room-view.ts';
import { text } from '../../../messages/en.ts';
import { lazy } from '../../lazy.tsx';
import { useCall } from '../../meeting/call-context.ts';
import { arrange, type Placed } from './arrange.ts';
import { TileView } from './tile-view.tsx';
import { isSomebodyAway, type Tile, tilesOf } from './tiles.ts';
import { useServerNow } from './use-server-now.ts';
import { useStagePlan } from './use-stage-plan.ts';
import { useWants } from './use-wants.ts';

const PageTurner = lazy(() => import('./page-turner.tsx'), 'PageTurner');

/** Of two, one is large already. */
const leastToPin = 2;

export function Stage({ room }: { room: RoomView }) {
  const call = useCall();
  const stage = useRef<HTMLElement>(null);
  const size = useSignal({ width: 0, height: 0 });
  const serverNow = useServerNow(isSomebodyAway(room));
  const ownScreenShown = call.local.sources.value.screen.status === 'on';
  const tiles = tilesOf(room, ownScreenShown, serverNow);
  const area = { x: 0, y: 0, ...size.value };
  const pinned = useSignal<string | null>(null);
  useNewScreen(tiles, () => {
    pinned.value = null;
  });
  const plan = useStagePlan(tiles, area, pinned.value);
  const { placed, turner } = arrange(plan, area);
  useWants(placed, plan.hidden, pinned.value);

  const hasFloating = placed.some(({ floating }) => floating);

  function togglePin(key: string): void {
    pinned.value = pinned.value === key ? null : key;
  }

  useLayoutEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const measure = () => {
      size.value = { width: element.clientWidth, height: element.clientHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [size]);

  // Tiles glide to their places, but not from the corner of an empty stage.
  useEffect(() => {
    stage.current?.classList.add('settled');
  }, []);

  return (
    <section ref={stage} class="stage" aria-label={text.call.stage}>
      {inOrderOf(tiles, placed).map(({ tile, box, floating }) => (
        <TileView
          key={tile.key}
          tile={tile}
          box={box}
          floating={floating}
          beneath={hasFloating && !floating}
          pinned={tile.key === pinned.value}
          onPin={tiles.length > leastToPin ? () => togglePin(tile.key) : undefined}
        />
      ))}
      {turner !== null && <PageTurner {...plan} box={turner} />}
    </section>
  );
}

/** Somebody shares who did not a moment ago: that is what all are to look at, whatever was pinned before. */
function useNewScreen(tiles: readonly Tile[], onNew: () => void): void {
  const screens = tiles.filter(({ source, own }) => source === 'screen' && !own);
  const known = useRef<ReadonlySet<string>>(new Set(screens.map(({ key }) => key)));
  const isNew = screens.some(({ key }) => !known.current.has(key));
  known.current = new Set(screens.map(({ key }) => key));
  useLayoutEffect(() => {
    if (isNew) onNew();
  });
}

/** Places change, the order in the document does not: a video element that is moved there is black for a moment. */
function inOrderOf(tiles: readonly Tile[], placed: readonly Placed[]): readonly Placed[] {
  const places = new Map(placed.map((place) => [place.tile, place]));
  return tiles.flatMap((tile) => places.get(tile) ?? []);
}
