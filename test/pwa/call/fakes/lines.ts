import type { LineStats } from '../../../../pwa/call/transport/transport.ts';

/** A connection on which all is well, but for what a test says. */
export function lineOf(id: string, about: Partial<LineStats> = {}): LineStats {
  return {
    id,
    to: 'person',
    roundTripMs: 40,
    sendableBps: 2_000_000,
    askedBps: 600_000,
    limitedBy: 'none',
    packetsReceived: 0,
    packetsLost: 0,
    framesReceived: 0,
    framesDecoded: 0,
    isRatedPoor: false,
    ...about,
  };
}

export const starved: Partial<LineStats> = { limitedBy: 'bandwidth', sendableBps: 150_000 };
export const slowed: Partial<LineStats> = { limitedBy: 'cpu' };
