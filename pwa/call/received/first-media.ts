type Listening = Pick<RTCRtpReceiver, 'track' | 'getStats'>;

/** Whether a receiver has got anything: packets of a sound, a first decoded frame of a picture. */
export async function hasArrived(receiver: Listening | undefined): Promise<boolean> {
  // A track unmutes with its first packet; to ask for more would stop the page until the network's thread answers.
  if (receiver === undefined || receiver.track.muted) return false;
  if (receiver.track.kind === 'audio') return true;
  let framesDecoded = 0;
  (await receiver.getStats()).forEach((entry: { type: string; framesDecoded?: number }) => {
    if (entry.type === 'inbound-rtp') framesDecoded += entry.framesDecoded ?? 0;
  });
  return framesDecoded > 0;
}
