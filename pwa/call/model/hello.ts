import { type Capabilities, protocolVersions } from '../../../edge/protocol/version.ts';
import type { Hello } from '../room-line/room-socket.ts';
import type { KnownMeeting } from '../room-line/seat-store.ts';
import { type CallModel, roomOf } from './call-model.ts';

const clientCapabilities: Capabilities = ['mesh', 'chat', 'hands'];

/** Who was admitted while the line was down has seen nothing yet. */
const beforeAnything = 0;

/** Who this page is: a stranger, somebody's browser come back, or one whose place in the room waits for it. */
export function helloOf(
  { call, page }: CallModel,
  known: KnownMeeting,
  canEncrypt: boolean,
): Hello {
  const since = roomOf(call)?.seq ?? (call.phase === 'waiting' ? beforeAnything : undefined);
  const seat = page?.seat ?? known.seat;
  return {
    type: 'hello',
    version: protocolVersions.current,
    // Calls on a media server are encrypted: whoever cannot do that, cannot follow there.
    capabilities: canEncrypt ? [...clientCapabilities, 'sfu'] : clientCapabilities,
    ...(seat && { seat }),
    ...(known.hostToken && { hostToken: known.hostToken }),
    ...(since !== undefined && page && { resume: { peer: page.peer.id, since } }),
  };
}
