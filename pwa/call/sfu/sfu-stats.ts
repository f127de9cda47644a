import { ConnectionQuality, type RemoteParticipant, type Room } from 'livekit-client';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import { type Route, readLinkStats, readReceived, readRoute } from '../rtc/connection-stats.ts';
import { readLine } from '../rtc/line-report.ts';
import type { LineStats, LinkStats, Path } from '../transport/transport.ts';
import type { Progress } from './sealed-seats.ts';

type Receivers = ReadonlyMap<Source, RTCRtpReceiver>;

/**
 * Our own line to the server. One picture that we send tells how much of it there is; what comes the other way,
 * from many, the server itself watches.
 */
export async function lineOf(
  room: Room,
  receivers: readonly RTCRtpReceiver[],
): Promise<LineStats | null> {
  const senders = sendersOf(room);
  const [any] = [
    ...senders.filter(({ track }) => track?.kind === 'video'),
    ...senders,
    ...receivers,
  ];
  if (any === undefined) return null;
  const { connectionQuality } = room.localParticipant;
  return readLine(await any.getStats(), {
    id: 'server',
    to: 'server',
    senders,
    isRatedPoor: connectionQuality === ConnectionQuality.Poor,
  });
}

/** The way that all of a room's media takes: there is one connection for everybody. */
export async function routeOf(
  room: Room,
  receivers: readonly RTCRtpReceiver[],
): Promise<Route | null> {
  const [any] = [...receivers, ...sendersOf(room)];
  return any === undefined ? null : readRoute(await any.getStats());
}

/** Grows while the server is there, whether or not anybody sends; null without a connection to ask. */
export async function receivedOf(
  room: Room,
  receivers: readonly RTCRtpReceiver[],
): Promise<number | null> {
  // What we send and what we receive may go over connections of their own.
  const counts = await Promise.all([receivers, sendersOf(room)].map(receivedBeside));
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

type Side = Pick<RTCRtpReceiver | RTCRtpSender, 'getStats'>;

/** Browsers tell nothing of the connection to one through which nothing has come yet: somebody's silence, say. */
async function receivedBeside(sides: readonly Side[]): Promise<number | null> {
  for (const side of sides) {
    const count = readReceived(await side.getStats());
    if (count > 0) return count;
  }
  return null;
}

function sendersOf(room: Room): RTCRtpSender[] {
  return [...room.localParticipant.trackPublications.values()].flatMap(
    ({ track }) => track?.sender ?? [],
  );
}

interface Inbound {
  readonly type: string;
  readonly packetsReceived?: number;
  readonly framesDecoded?: number;
  readonly jitterBufferEmittedCount?: number;
}

export async function progressOf(receivers: readonly RTCRtpReceiver[]): Promise<Progress> {
  let received = 0;
  let decoded = 0;
  for (const receiver of receivers) {
    (await receiver.getStats()).forEach((entry: Inbound) => {
      if (entry.type !== 'inbound-rtp') return;
      received += entry.packetsReceived ?? 0;
      // A picture's jitter buffer hands out frames that do not open as well.
      decoded += entry.framesDecoded ?? entry.jitterBufferEmittedCount ?? 0;
    });
  }
  return { received, decoded };
}

/** One person's figures. Bytes are those of the whole connection's, which serves everybody. */
export async function statsOf(
  participant: RemoteParticipant,
  receivers: Receivers,
  path: Path,
): Promise<LinkStats | null> {
  const parts = await Promise.all(
    [...receivers].map(async ([source, receiver]) => {
      const report = await receiver.getStats();
      const sourceOfMid = new Map<string, Source>();
      report.forEach((entry: { type: string; mid?: string }) => {
        if (entry.type === 'inbound-rtp' && entry.mid !== undefined)
          sourceOfMid.set(entry.mid, source);
      });
      return readLinkStats(report, { seat: participant.identity as SeatId, path, sourceOfMid });
    }),
  );
  const [first] = parts;
  if (first === undefined) return null;
  return {
    ...first,
    packetsReceived: parts.reduce((sum, part) => sum + part.packetsReceived, 0),
    packetsLost: parts.reduce((sum, part) => sum + part.packetsLost, 0),
    framesDecoded: Object.assign({}, ...parts.map((part) => part.framesDecoded)),
    frameHeight: Object.assign({}, ...parts.map((part) => part.frameHeight)),
  };
}
