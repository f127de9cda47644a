import { useEffect } from 'preact/hooks';
import { useApp } from '../../../app.ts';
import { me, type RoomView } from '../../../call/room-view.ts';
import { laterText } from '../../../messages/en-later.ts';
import { useCall } from '../../meeting/call-context.ts';
import type { Act } from '../act.ts';
import type { Toasts } from '../toasts.tsx';
import { createTurn } from './speaking-turn.ts';

/** Whoever has raised a hand and then spoken has had their turn. */
export function useHandThatGoesDown(room: RoomView, act: Act, toasts: Toasts): void {
  const { watchLevel, now } = useApp();
  const { microphone } = useCall().local.sources.value;
  const isRaised = (me(room)?.handRaisedAt ?? null) !== null;
  const track = microphone.status === 'on' ? microphone.track : null;

  useEffect(() => {
    if (!isRaised || track === null) return;
    const watching = new AbortController();
    const turn = createTurn();
    watchLevel(
      track,
      (level) => {
        if (!turn.isOver(level, now())) return;
        watching.abort();
        void act({ type: 'hand', raised: false });
        toasts.say(laterText.news.plain['hand-lowered'], { about: 'hand-lowered' });
      },
      watching.signal,
    );
    return () => watching.abort();
  }, [isRaised, track, act, toasts, watchLevel, now]);
}
