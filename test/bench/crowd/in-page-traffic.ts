export interface Traffic {
  /** All that has come in, packets' headers included, as the transports count it. */
  readonly receivedBytes: number;
  /** Of others' pictures: how many frames of each have been decoded. */
  readonly decodedFrames: Readonly<Record<string, number>>;
  /** Of how many others something has been heard, silence included. */
  readonly sounds: number;
}

declare global {
  interface Window {
    benchTraffic(): Promise<Traffic>;
  }
}

/** Runs in a page before its own code: counts what its connections receive. */
export function countTraffic(): void {
  const connections: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(config?: RTCConfiguration) {
      super(config);
      connections.push(this);
    }
  };
  window.benchTraffic = async () => {
    const open = connections.filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const entries = reports.flatMap((report) => [...report.values()]);
    const inbound = entries.filter(({ type }) => type === 'inbound-rtp');
    const pictures = inbound.filter(({ kind }) => kind === 'video');
    return {
      sounds: inbound.filter(({ kind, packetsReceived }) => kind === 'audio' && packetsReceived > 0)
        .length,
      receivedBytes: entries
        .filter(({ type }) => type === 'transport')
        .reduce((sum, { bytesReceived }) => sum + bytesReceived, 0),
      decodedFrames: Object.fromEntries(
        pictures.map(({ trackIdentifier, framesDecoded }) => [trackIdentifier, framesDecoded]),
      ),
    };
  };
}
