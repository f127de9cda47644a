import type { TestMeeting } from './meeting.ts';
import { openPeer, type PeerClient } from './peer-client.ts';

/** A member’s own frame comes back after everything that was there before it. */
export async function caughtUp(peer: PeerClient): Promise<void> {
  peer.send({ type: 'CANDIDATE', dst: peer.id, payload: 'caught up' });
  await peer.frames.take('its own frame', ({ payload }) => payload === 'caught up');
}

/** Two members, each with PeerJS connected. */
export async function pair(meeting: TestMeeting) {
  const [host, bo] = [await meeting.joinAsHost(), await meeting.join('Bo')];
  return { host, bo, hostPeer: await openPeer(host.welcome), boPeer: await openPeer(bo.welcome) };
}
