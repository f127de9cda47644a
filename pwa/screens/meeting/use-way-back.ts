import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MeetingId } from '../../../edge/protocol/ids.ts';
import { useApp } from '../../app.ts';
import type { Call } from '../../call/call.ts';
import { roomOf } from '../../call/call-model.ts';
import { me, membersOf, type RoomView } from '../../call/room-view.ts';
import type { Back } from '../../stay.ts';

export interface WayBack extends Back {
  /** The call was locked when they were last in it, and they are not its host. */
  readonly mustKnock: boolean;
  /** How long they have been in it, and with how many people at most. */
  readonly forMs: number;
  readonly most: number;
}

/** How somebody was in the call last, also for a reload of the page; undefined for somebody who was not in it. */
export function useWayBack(
  call: Call,
  meeting: MeetingId,
): { readonly current: WayBack | undefined } {
  const { stay, now } = useApp();
  const since = useRef<number | null>(null);
  const last = useRef<WayBack | undefined>(undefined);

  useSignalEffect(() => {
    const { value: state } = call.state;
    if (state.phase === 'ended') {
      stay.forget();
      const forMs = now() - (since.current ?? now());
      if (last.current !== undefined) last.current = { ...last.current, forMs };
    }
    const room = roomOf(state);
    if (room === null) return;
    since.current ??= now();
    const before = last.current;
    const way = wayBackTo(call, room);
    const most = Math.max(before?.most ?? 0, membersOf(room).length);
    last.current = { ...way, forMs: 0, most };
    const isNews = way.name !== before?.name || way.on.join() !== before.on.join();
    if (isNews) stay.keep({ meeting, name: way.name, on: way.on });
  });

  useEffect(() => {
    // What was kept when the call began may be an hour old by now.
    const keep = () => {
      const isIn = roomOf(call.state.peek()) !== null;
      if (!isIn || last.current === undefined) return;
      const { name, on } = last.current;
      stay.keep({ meeting, name, on });
    };
    addEventListener('pagehide', keep);
    return () => removeEventListener('pagehide', keep);
  }, [call, meeting, stay]);
  return last;
}

function wayBackTo(call: Call, room: RoomView): Omit<WayBack, 'forMs' | 'most'> {
  const self = me(room);
  const { microphone, camera } = call.local.sources.value;
  const isOn = ({ status }: typeof microphone) => status === 'on' || status === 'opening';
  return {
    name: self?.name ?? '',
    on: [
      ...(isOn(microphone) ? ['microphone' as const] : []),
      ...(isOn(camera) ? ['camera' as const] : []),
    ],
    mustKnock: room.settings.locked && self?.role !== 'host',
  };
}
