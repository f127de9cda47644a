import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MeetingId } from '../../../edge/protocol/ids.ts';
import { useApp } from '../../app.ts';
import type { Call } from '../../call/call.ts';
import { roomOf } from '../../call/model/call-model.ts';
import { me, type RoomView } from '../../call/room-view.ts';
import type { Back } from '../../stay.ts';

export interface WayBack extends Back {
  /** What is between them and the call when they have left: nothing, a waiting room (after a while), or a lock. */
  readonly door: 'open' | 'waiting-room' | 'locked';
  /** How long they were in it. */
  readonly forMs: number;
}

/** How somebody was in the call last, also for a reload of the page; undefined for somebody who was not in it. */
export function useWayBack(
  call: Call,
  meeting: MeetingId,
): { readonly current: WayBack | undefined } {
  const { stay, now, isCreator } = useApp();
  const last = useRef<WayBack | undefined>(undefined);

  useSignalEffect(() => {
    const { value: state } = call.state;
    if (state.phase === 'ended') stay.forget();
    const room = roomOf(state);
    if (room === null) return;
    const before = last.current;
    const self = me(room);
    const forMs = self === undefined ? 0 : now() + call.serverOffsetMs() - self.joinedAt;
    const door = isCreator(meeting) ? 'open' : doorOf(room);
    last.current = { ...devicesIn(call), name: self?.name ?? '', door, forMs };
    const { name, on } = last.current;
    if (name !== before?.name || on.join() !== before.on.join()) stay.keep({ meeting, name, on });
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

function doorOf({ settings }: RoomView): WayBack['door'] {
  if (settings.locked) return 'locked';
  return settings.waitingRoom ? 'waiting-room' : 'open';
}

function devicesIn({ local }: Call): Pick<Back, 'on'> {
  const { microphone, camera } = local.sources.value;
  const isOn = ({ status }: typeof microphone) => status === 'on' || status === 'opening';
  return {
    on: [
      ...(isOn(microphone) ? ['microphone' as const] : []),
      ...(isOn(camera) ? ['camera' as const] : []),
    ],
  };
}
