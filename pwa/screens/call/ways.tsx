import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { othersOf, type RoomView } from '../../call/room-view.ts';
import type { LinkStats } from '../../call/transport/transport.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { useCall } from '../meeting/call-context.ts';
import { lossBetween } from './loss.ts';

const words = laterText.privacy.ways;
const everyMs = 2_000;

/** How each of the others is reached just now, for whoever asks. */
export function Ways({ room }: { room: RoomView }) {
  const call = useCall();
  const stats = useStats();
  const others = othersOf(room);
  if (others.length === 0) return null;
  return (
    <section class="ways">
      <h3>{words.title}</h3>
      <ul>
        {others.map(({ seat, name }) => {
          const path = call.remote.value.get(seat)?.path ?? 'connecting';
          const figures = stats.get(seat);
          return (
            <li key={seat}>
              <span>{name}</span>
              <span class="soft">
                {words.way(
                  text.call.paths[path],
                  figures?.roundTripMs ?? null,
                  figures?.loss ?? null,
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface Figures {
  readonly roundTripMs: number | null;
  /** Of the last seconds, 0 to 1. */
  readonly loss: number | null;
}

function useStats(): ReadonlyMap<string, Figures> {
  const call = useCall();
  const figures = useSignal<ReadonlyMap<string, Figures>>(new Map());
  useEffect(() => {
    let before: readonly LinkStats[] = [];
    let isShown = true;
    const ask = async () => {
      const now = await call.stats().catch(() => []);
      if (!isShown) return;
      const known = before;
      figures.value = new Map(
        now.map((link) => {
          const last = known.find(({ seat }) => seat === link.seat);
          return [link.seat, { roundTripMs: link.roundTripMs, loss: lossBetween(last, link) }];
        }),
      );
      before = now;
    };
    void ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [call, figures]);
  return figures.value;
}
