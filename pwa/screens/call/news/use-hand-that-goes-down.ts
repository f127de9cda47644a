import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../../app.ts';
import { isYourHandRaised, type RoomView } from '../../../call/room-view.ts';
import { laterText } from '../../../messages/en-later.ts';
import { useCall } from '../../meeting/call-context.ts';
import type { Act } from '../act.ts';
import type { Toasts } from '../toasts.tsx';
import { createTurn } from './speaking-turn.ts';

/** Whoever has raised a hand and then spoken has had their turn. */
export function useHandThatGoesDown(room: RoomView, act: Act, toasts: Toasts): void {
  const { watchLevel, now } = useApp();
  const { microphone } = useCall().local.sources.value;
  const isRaised = isYourHandRaised(room);
  const track = microphone.status === 'on' ? microphone.track : null;

  const turn = useRef(createTurn());

  useEffect(() => {
    if (isRaised) turn.current = createTurn();
  }, [isRaised]);

  useEffect(() => {
    if (!isRaised) return;
    const lower = () => {
      void act({ type: 'hand', raised: false });
      toasts.say(laterText.news.plain['hand-lowered'], { about: 'hand-lowered' });
    };
    // Muting oneself after having spoken ends a turn as well.
    if (track === null) return turn.current.hasSpoken() ? lower() : undefined;
    const watching = new AbortController();
    watchLevel(
      track,
      (level) => {
        if (!turn.current.isOver(level, now())) return;
        watching.abort();
        lower();
      },
      watching.signal,
    );
    return () => watching.abort();
  }, [isRaised, track, act, toasts, watchLevel, now]);
}
