import type { Clock } from '../ports.ts';

/** Candidates of this machine and of STUN are there by then; slower ones follow through PeerJS. */
const gatheringMs = 400;

interface Describing {
  readonly clock: Clock;
  describe(sdp: string): string;
}

function gathered(pc: RTCPeerConnection, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    function finish(): void {
      cancel();
      pc.removeEventListener('icegatheringstatechange', look);
      resolve();
    }
    function look(): void {
      if (pc.iceGatheringState === 'complete') finish();
    }
    const cancel = clock.after(gatheringMs, finish);
    pc.addEventListener('icegatheringstatechange', look);
    look();
  });
}

async function settle(
  pc: RTCPeerConnection,
  { type, sdp = '' }: RTCSessionDescriptionInit,
  { clock, describe }: Describing,
): Promise<string> {
  await pc.setLocalDescription({ type, sdp: describe(sdp) });
  await gathered(pc, clock);
  return pc.localDescription?.sdp ?? '';
}

export async function offerRestart(
  pc: RTCPeerConnection,
  iceServers: RTCIceServer[],
  describing: Describing,
): Promise<string> {
  pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
  return settle(pc, await pc.createOffer({ iceRestart: true }), describing);
}

export async function answerRestart(
  pc: RTCPeerConnection,
  offer: string,
  iceServers: RTCIceServer[],
  describing: Describing,
): Promise<string> {
  pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
  await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  return settle(pc, await pc.createAnswer(), describing);
}

export async function acceptRestart(pc: RTCPeerConnection, answer: string): Promise<void> {
  // An answer to an offer that a re-dial has overtaken.
  if (pc.signalingState !== 'have-local-offer') return;
  await pc.setRemoteDescription({ type: 'answer', sdp: answer });
}
