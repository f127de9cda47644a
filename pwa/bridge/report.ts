import type { CallReport } from '../../edge/protocol/bridge.ts';
import { maySend, type Source } from '../../edge/protocol/people.ts';
import type { CurrentCall } from '../app.ts';
import type { LocalMedia } from '../call/capture/local-media.ts';
import type { CallState, LobbyMeeting } from '../call/model/call-state.ts';
import { me, membersOf, type RoomView, waitingOf } from '../call/room-view.ts';

/** What the extension's controls show; nothing of who is in the call, or of what is said. */
export function reportOf(current: CurrentCall | null): CallReport {
  if (current === null) return { phase: 'none' };
  const { call, link } = current;
  const state = call.state.value;
  switch (state.phase) {
    case 'idle':
    case 'ended':
      return { phase: 'none' };
    case 'lobby':
    case 'joining':
      return { phase: 'lobby', meeting: link.id, name: nameOf(state.meeting) };
    case 'waiting':
      return { phase: 'waiting', meeting: link.id, name: nameOf(state.meeting) };
    case 'live':
    case 'reconnecting':
      return {
        phase: 'live',
        meeting: link.id,
        ...roomReport(state, call.serverOffsetMs()),
        ...localReport(call.local),
      };
  }
}

function nameOf(meeting: LobbyMeeting | null): string {
  return meeting?.settings.name ?? '';
}

type InRoom = Extract<CallState, { room: RoomView }>;

function roomReport({ phase, room }: InRoom, serverOffsetMs: number) {
  const joinedAt = me(room)?.joinedAt ?? 0;
  return {
    name: room.settings.name,
    people: membersOf(room).length,
    knocking: waitingOf(room).length,
    // In whole seconds: the offset trembles, and every change is a report.
    since: Math.round((joinedAt - serverOffsetMs) / 1_000) * 1_000,
    reconnecting: phase === 'reconnecting',
    mayShare: may('screen', room),
  };
}

function localReport({ sources, sharing }: LocalMedia) {
  const { microphone, camera } = sources.value;
  return {
    microphone: microphone.status === 'on',
    camera: camera.status === 'on',
    sharing: sharing.value,
  };
}

export function may(source: Source, room: RoomView): boolean {
  const self = me(room);
  return self !== undefined && maySend(source, self, room.settings);
}
