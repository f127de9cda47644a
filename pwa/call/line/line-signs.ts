import type { LineStats } from '../transport/transport.ts';

/** All connections at one moment. */
export interface Reading {
  readonly at: number;
  readonly lines: readonly LineStats[];
}

/** Whoever can send this much to another shows a good enough picture, however much more was asked. */
const enoughBps = 800_000;

/** The line bears less than half of what its pictures need, and they have become worse for it. */
export function isStarved({ limitedBy, sendableBps, askedBps }: LineStats): boolean {
  if (limitedBy !== 'bandwidth' || sendableBps === null) return false;
  return sendableBps < Math.min(askedBps, enoughBps) / 2;
}

/** Fewer packets than these say nothing: one lost of ten is chance. */
const leastPackets = 50;

export function lossSince(before: LineStats, now: LineStats): number {
  const lost = Math.max(0, now.packetsLost - before.packetsLost);
  const sent = now.packetsReceived - before.packetsReceived + lost;
  return sent < leastPackets ? 0 : lost / sent;
}

/** Each connection that was there before, then and now. */
export function pairsOf(
  before: Reading,
  now: Reading,
): readonly (readonly [LineStats, LineStats])[] {
  return now.lines.flatMap((line) => {
    const known = before.lines.find(({ id }) => id === line.id);
    return known === undefined ? [] : [[known, line] as const];
  });
}

export function isMost(count: number, of: number): boolean {
  return of > 0 && count * 2 > of;
}
