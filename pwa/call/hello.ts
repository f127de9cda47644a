import { type Capabilities, protocolVersions } from '../../edge/protocol/version.ts';
import { type CallModel, roomOf } from './call-model.ts';
import type { Hello } from './room-socket.ts';
import type { KnownMeeting } from './seat-store.ts';

const clientCapabilities: Capabilities = ['mesh', 'chat', 'hands'];

/** Who this page is: a stranger, somebody's browser come back, or a member who lost the line. */
export function helloOf({ call, page }: CallModel, known: KnownMeeting): Hello {
  const room = roomOf(call);
  const seat = page?.seat ?? known.seat;
  return {
    type: 'hello',
    version: protocolVersions.current,
    capabilities: clientCapabilities,
    ...(seat && { seat }),
    ...(known.hostToken && { hostToken: known.hostToken }),
    ...(room && page && { resume: { peer: page.peer.id, since: room.seq } }),
  };
}
