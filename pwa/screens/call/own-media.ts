import { maySend, type Source } from '../../../edge/protocol/people.ts';
import type { Call } from '../../call/call.ts';
import { me, type RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';

const refusals: Record<Source, string> = {
  microphone: text.call.mayNotSpeak,
  camera: text.call.mayNotShow,
  screen: text.call.mayNotShare,
  'screen-audio': text.call.mayNotShare,
};

/** Why a source cannot be turned on now, or null. */
export function refusalOf(source: Source, room: RoomView): string | null {
  const self = me(room);
  return self === undefined || maySend(source, self, room.settings) ? null : refusals[source];
}

export function isSending({ local }: Call, source: Source): boolean {
  const { status } = local.sources.value[source];
  return status === 'on' || status === 'opening';
}

export function toggleDevice(call: Call, source: 'microphone' | 'camera', room: RoomView): void {
  if (isSending(call, source)) call.local.turnOff(source);
  else if (refusalOf(source, room) === null) void call.local.turnOn(source);
}

export function toggleScreen({ local }: Call): void {
  if (local.sources.value.screen.status === 'on') local.stopScreen();
  else void local.shareScreen();
}
