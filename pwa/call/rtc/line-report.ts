import type { LineStats } from '../transport/transport.ts';
import { type Entry, entriesOf, number, ofType, selectedPair } from './connection-stats.ts';

type AskedSender = Pick<RTCRtpSender, 'track' | 'getParameters'>;

/** What a connection's own report, and the settings of what it sends, say about it. */
export function readLine(
  report: RTCStatsReport,
  about: Pick<LineStats, 'id' | 'to'> &
    Partial<Pick<LineStats, 'isRatedPoor'>> & { readonly senders: readonly AskedSender[] },
): LineStats {
  const entries = entriesOf(report);
  const inbound = ofType(entries, 'inbound-rtp');
  const total = (field: string) => inbound.reduce((sum, entry) => sum + number(entry[field]), 0);
  const pair = selectedPair(entries);
  return {
    id: about.id,
    to: about.to,
    roundTripMs: pair?.roundTripMs ?? null,
    sendableBps: pair?.sendableBps ?? null,
    askedBps: about.senders.reduce((sum, sender) => sum + askedOf(sender), 0),
    limitedBy: limitOf(ofType(entries, 'outbound-rtp')),
    packetsReceived: total('packetsReceived'),
    packetsLost: total('packetsLost'),
    framesReceived: total('framesReceived'),
    framesDecoded: total('framesDecoded'),
    isRatedPoor: about.isRatedPoor ?? false,
  };
}

function askedOf(sender: AskedSender): number {
  if (sender.track?.kind !== 'video') return 0;
  return sender
    .getParameters()
    .encodings.filter(({ active }) => active)
    .reduce((sum, { maxBitrate = 0 }) => sum + maxBitrate, 0);
}

/** A processor that cannot keep up says more than a line: with less to encode, it needs less of the line too. */
function limitOf(outbound: readonly Entry[]): LineStats['limitedBy'] {
  const reasons = outbound
    .filter(({ kind, active }) => kind === 'video' && active !== false)
    .map(({ qualityLimitationReason }) => qualityLimitationReason);
  if (reasons.includes('cpu')) return 'cpu';
  return reasons.includes('bandwidth') ? 'bandwidth' : 'none';
}
