import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import type { LinkStats, Path } from '../transport/transport.ts';

export type Entry = RTCStats & Readonly<Record<string, unknown>>;

interface Pair {
  readonly id: string;
  readonly localCandidateId: string;
  readonly remoteCandidateId: string;
  readonly roundTripMs: number | null;
  readonly sendableBps: number | null;
}

export function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function ofType(entries: readonly Entry[], type: string): readonly Entry[] {
  return entries.filter((entry) => entry.type === type);
}

/** Chromium names the pair in its transport entry; Firefox marks the pair itself. */
export function selectedPair(entries: readonly Entry[]): Pair | null {
  const [transport] = ofType(entries, 'transport');
  const pairs = ofType(entries, 'candidate-pair');
  const pair =
    pairs.find(({ id }) => id === transport?.selectedCandidatePairId) ??
    pairs.find((entry) => entry.selected === true) ??
    pairs.find((entry) => entry.nominated === true && entry.state === 'succeeded');
  if (pair === undefined) return null;
  const seconds = pair.currentRoundTripTime;
  const sendable = number(pair.availableOutgoingBitrate);
  return {
    id: pair.id,
    localCandidateId: text(pair.localCandidateId),
    remoteCandidateId: text(pair.remoteCandidateId),
    roundTripMs: typeof seconds === 'number' ? seconds * 1_000 : null,
    sendableBps: sendable > 0 ? sendable : null,
  };
}

export function entriesOf(report: RTCStatsReport): readonly Entry[] {
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => {
    entries.push(entry);
  });
  return entries;
}

function isRelayed(entries: readonly Entry[], pair: Pair): boolean {
  return entries.some(
    (entry) =>
      (entry.id === pair.localCandidateId || entry.id === pair.remoteCandidateId) &&
      entry.candidateType === 'relay',
  );
}

/** How a connected link's packets go. */
export type Route = 'direct' | 'relayed';

export function readRoute(report: RTCStatsReport): Route | null {
  const entries = entriesOf(report);
  const pair = selectedPair(entries);
  if (pair === null) return null;
  return isRelayed(entries, pair) ? 'relayed' : 'direct';
}

/** Anything that has come, be it media or a sign of life: only whether it grows means something. */
export function readReceived(report: RTCStatsReport): number {
  const pairs = ofType(entriesOf(report), 'candidate-pair');
  const signs = ['bytesReceived', 'responsesReceived', 'requestsReceived'];
  return signs.reduce((sum, sign) => sum + total(pairs, sign), 0);
}

export function readLinkStats(
  report: RTCStatsReport,
  link: {
    readonly seat: SeatId;
    readonly path: Path;
    readonly sourceOfMid: ReadonlyMap<string, Source>;
  },
): LinkStats {
  const entries = entriesOf(report);
  const pairs = ofType(entries, 'candidate-pair');
  const inbound = ofType(entries, 'inbound-rtp');
  const framesDecoded: Partial<Record<Source, number>> = {};
  const frameHeight: Partial<Record<Source, number>> = {};
  for (const entry of inbound) {
    const source = link.sourceOfMid.get(text(entry.mid));
    if (source === undefined || entry.kind !== 'video') continue;
    framesDecoded[source] = number(entry.framesDecoded);
    frameHeight[source] = number(entry.frameHeight);
  }
  return {
    seat: link.seat,
    path: link.path,
    roundTripMs: selectedPair(entries)?.roundTripMs ?? null,
    bytesSent: total(pairs, 'bytesSent'),
    bytesReceived: total(pairs, 'bytesReceived'),
    packetsReceived: total(inbound, 'packetsReceived'),
    packetsLost: total(inbound, 'packetsLost'),
    framesDecoded,
    frameHeight,
  };
}

function total(list: readonly Entry[], field: string): number {
  return list.reduce((sum, entry) => sum + number(entry[field]), 0);
}
