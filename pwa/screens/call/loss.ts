import type { LinkStats } from '../../call/transport/transport.ts';

type Counts = Pick<LinkStats, 'packetsReceived' | 'packetsLost'>;

/** The share of packets that did not come since the last look, 0 to 1; null while nothing was to come. */
export function lossBetween(before: Counts | undefined, now: Counts): number | null {
  const received = now.packetsReceived - (before?.packetsReceived ?? 0);
  const lost = Math.max(0, now.packetsLost - (before?.packetsLost ?? 0));
  return received <= 0 ? null : lost / (received + lost);
}
