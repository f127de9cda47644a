import { expect } from '@playwright/test';
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

/** One after the other crosses, on a machine that is all of theirs; then the mesh is kept for a while. */
const moveMs = 60_000;

export async function expectNoMesh(...people: readonly Person[]): Promise<void> {
  for (const person of people) {
    const message = `${person.name} has no connection but those to the media server`;
    const links = async () => (await openLinks(person)).mesh;
    await expect.poll(links, { message, timeout: moveMs }).toBe(0);
  }
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

/** What has come to this person's browser, and how many pictures could be made of it. */
export function receivedMedia(person: Person): Promise<{ bytes: number; framesDecoded: number }> {
  return person.page.evaluate(async () => {
    const open = window.connections.filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const inbound = reports
      .flatMap((report) => [...report.values()])
      .filter(({ type }) => type === 'inbound-rtp');
    return {
      bytes: inbound.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0),
      framesDecoded: inbound.reduce((sum, { framesDecoded = 0 }) => sum + framesDecoded, 0),
    };
  });
}

/** How this person's open connections reach the relay that they send through. */
export function relayTransports(person: Person): Promise<string[]> {
  return person.page.evaluate(async () => {
    const open = window.connections.filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    return reports.flatMap((report) => {
      const used = [...report.values()]
        .filter(({ type }) => type === 'transport')
        .map(({ selectedCandidatePairId }) => report.get(selectedCandidatePairId));
      return used.map((pair) => report.get(pair?.localCandidateId)?.relayProtocol ?? 'none');
    });
  });
}

interface SentPicture {
  /** Pixels of height, as captured and as sent at most. */
  readonly captured: number;
  readonly height: number;
  readonly framerate: number | undefined;
  readonly degrades: string | undefined;
}

/** How this person's encoder for the only other one is set; null when it sends nothing. */
export function sentPicture(person: Person, of: 'camera' | 'screen'): Promise<SentPicture | null> {
  return person.page.evaluate(
    (index) => {
      const connection = window.connections.findLast((one) => one.connectionState === 'connected');
      const sender = connection
        ?.getTransceivers()
        .filter(({ receiver }) => receiver.track.kind === 'video')[index]?.sender;
      if (!sender?.track) return null;
      const { encodings, degradationPreference } = sender.getParameters();
      const [encoding] = encodings;
      if (!encoding?.active) return null;
      const captured = sender.track.getSettings().height ?? 0;
      return {
        captured,
        height: Math.round(captured / (encoding.scaleResolutionDownBy ?? 1)),
        framerate: encoding.maxFramerate,
        degrades: degradationPreference,
      };
    },
    of === 'camera' ? 0 : 1,
  );
}

/** Every player of sound, and what came of sound on every open connection. */
export function describeSound({ page }: Person): Promise<string> {
  return page.evaluate(async () => {
    const players = [...document.querySelectorAll('audio')].map((player) => {
      const tracks = player.srcObject instanceof MediaStream ? player.srcObject.getTracks() : [];
      const { paused, muted, readyState, currentTime, dataset } = player;
      const states = tracks.map(({ id, muted, enabled, readyState }) =>
        [id, muted && 'muted', !enabled && 'disabled', readyState].filter(Boolean).join(' '),
      );
      return { ...dataset, paused, muted, readyState, currentTime, tracks: states };
    });
    const open = window.connections.filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const received = reports
      .flatMap((report) => [...report.values()])
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
      .map(({ mid, trackIdentifier, packetsReceived, totalAudioEnergy, concealedSamples }) => ({
        ...{ mid, trackIdentifier, packetsReceived, totalAudioEnergy, concealedSamples },
      }));
    return JSON.stringify({ players, received }, null, 1);
  });
}
