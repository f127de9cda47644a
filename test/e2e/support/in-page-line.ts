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

/** Runs in the page before its own code: no way leads to another browser, only to servers. */
export function reachNoBrowser(): void {
  const page = RTCPeerConnection.prototype;
  // The older forms with callbacks are in the way of TypeScript.
  const addIceCandidate: (candidate?: RTCIceCandidateInit | null) => Promise<void> =
    page.addIceCandidate;
  const setRemoteDescription: (description: RTCSessionDescriptionInit) => Promise<void> =
    page.setRemoteDescription;
  // As in `openLinks`.
  const isServer = (sdp = '') => /^o=- \d+ \d{9,} /m.test(sdp);
  page.addIceCandidate = async function add(candidate?: RTCIceCandidateInit | null) {
    if (isServer(this.remoteDescription?.sdp)) await addIceCandidate.call(this, candidate);
  };
  page.setRemoteDescription = async function set({ type, sdp }: RTCSessionDescriptionInit) {
    const heard = isServer(sdp) ? sdp : sdp?.replace(/^a=candidate.*\r\n/gm, '');
    await setRemoteDescription.call(this, heard === undefined ? { type } : { type, sdp: heard });
  };
}
