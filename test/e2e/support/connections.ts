import type { Person } from './person.ts';

declare global {
  interface Window {
    connections: RTCPeerConnection[];
  }
}

/** Runs in the page before its own code: remembers every connection that it makes. */
export function rememberConnections(): void {
  const connections: RTCPeerConnection[] = [];
  window.connections = connections;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(config?: RTCConfiguration) {
      super(config);
      connections.push(this);
    }
  };
}

export function connectionCount(person: Person): Promise<number> {
  return person.page.evaluate(() => window.connections.length);
}

/** How many connections to others this person has open, and how many to a media server. */
export function openLinks(person: Person): Promise<{ mesh: number; server: number }> {
  return person.page.evaluate(() => {
    const remote = window.connections
      .filter(({ connectionState }) => connectionState !== 'closed')
      .flatMap(({ remoteDescription }) => remoteDescription?.sdp ?? []);
    // Browsers count the versions of a description from two; LiveKit's are times.
    const server = remote.filter((sdp) => /^o=- \d+ \d{9,} /m.test(sdp)).length;
    return { mesh: remote.length - server, server };
  });
}

/** What has left this person's browser, as its own statistics say. */
export function sentBytes(person: Person, kind: 'audio' | 'video'): Promise<number> {
  return person.page.evaluate(async (wanted) => {
    const open = window.connections.filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    return reports
      .flatMap((report) => [...report.values()])
      .filter(({ type, kind }) => type === 'outbound-rtp' && kind === wanted)
      .reduce((sum, { bytesSent }) => sum + bytesSent, 0);
  }, kind);
}
