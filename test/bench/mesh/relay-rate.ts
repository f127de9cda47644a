import { setTimeout as delay } from 'node:timers/promises';
import type { BenchContext, Measured } from '../group.ts';
import type { Relays } from './relays.ts';

const members = 5;
/** Each below 250 a second, which is what the edge lets one peer send; together above the target. */
const perMemberPerSecond = 235;
const tickMs = 20;
const windowMs = 500;

/** What a room carries when all its members send as much as they may. */
export async function measureRelayRate(
  relays: Relays,
  { runs, signal }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const crowd = await relays.edge(members);
  const received = () => crowd.peers.reduce((sum, peer) => sum + peer.count('CANDIDATE'), 0);
  const sending = new AbortController();
  const sender = sendSteadily(crowd.peers, AbortSignal.any([signal, sending.signal]));
  const samples: number[] = [];
  try {
    await delay(windowMs);
    let [before, since] = [received(), performance.now()];
    while (samples.length < runs && !signal.aborted) {
      await delay(windowMs);
      const [now, at] = [received(), performance.now()];
      samples.push(((now - before) / (at - since)) * 1_000);
      [before, since] = [now, at];
    }
  } finally {
    sending.abort();
    await sender;
    crowd.close();
  }
  return {
    metric: 'relay_rate',
    ...{ unit: 'per second', samples, better: 'higher' },
    target: { kind: 'at least', value: 1_000, at: 'p50' },
  };
}

/** By the clock and not by the tick, so that a late tick is made up for. */
async function sendSteadily(
  peers: Awaited<ReturnType<Relays['edge']>>['peers'],
  signal: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  let sent = 0;
  while (!signal.aborted) {
    const due = ((performance.now() - startedAt) / 1_000) * perMemberPerSecond;
    for (; sent < due; sent++) {
      peers.forEach((peer, n) => {
        const dst = peers[(n + 1) % peers.length]?.id;
        peer.send({ type: 'CANDIDATE', dst, payload: sent });
      });
    }
    await delay(tickMs);
  }
}
