import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { useCall } from '../meeting/call-context.ts';
import { arrange } from './arrange.ts';
import { PageTurner } from './page-turner.tsx';
import { TileView } from './tile-view.tsx';
import { isSomebodyAway, tilesOf } from './tiles.ts';
import { usePages } from './use-pages.ts';
import { useServerNow } from './use-server-now.ts';
import { useWants } from './use-wants.ts';

export function Stage({ room }: { room: RoomView }) {
  const call = useCall();
  const stage = useRef<HTMLElement>(null);
  const size = useSignal({ width: 0, height: 0 });
  const serverNow = useServerNow(isSomebodyAway(room));
  const ownScreenShown = call.local.sources.value.screen.status === 'on';
  const tiles = tilesOf(room, ownScreenShown, serverNow);
  const area = { x: 0, y: 0, ...size.value };
  const { shown, hidden, ...pages } = usePages(tiles, area);
  const placed = arrange(shown, area);
  useWants(placed, hidden);

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
      {placed.map(({ tile, box, floating }) => (
        <TileView key={tile.key} tile={tile} box={box} floating={floating} />
      ))}
      <PageTurner {...pages} />
    </section>
  );
}
