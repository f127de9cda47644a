/** What a slow machine, or a thin line, makes of every picture that is sent. */
export type Hardship = 'cpu' | 'bandwidth';

/** Runs in the page before its own code: the browser's statistics tell of a hardship that there is not. */
export function sufferFrom(reason: Hardship): void {
  const { getStats } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.getStats = async function told(...request) {
    const report = await getStats.apply(this, request);
    return new Map(
      [...report].map(([id, entry]) => [
        id,
        {
          ...entry,
          ...(entry.type === 'outbound-rtp' && { qualityLimitationReason: reason }),
          ...(entry.type === 'candidate-pair' && { availableOutgoingBitrate: 60_000 }),
        },
      ]),
    );
  };
}
