import { setTimeout as delay } from 'node:timers/promises';
import type { PeerClient } from '../../support/peer-client.ts';
import type { BenchContext, Measured } from '../group.ts';
import type { Crowd, Relays } from './relays.ts';

const sizes = [2, 5, 50] as const;
/** Per run; one message alone says little on a busy machine. */
const messagesPerRun = 15;
/** Below 250 a second, which is what the edge lets one peer send. */
const paceMs = 5;
const frameBytes = 300;

type Relay = 'edge' | 'bare' | 'reference';

/** A CANDIDATE from one member to another and nothing else going on, the three relays taking turns. */
export async function* measureRelayLatency(
  relays: Relays,
  { runs, signal }: BenchContext,
): AsyncIterable<Omit<Measured, 'group'>> {
  for (const size of sizes) {
    const crowds = {
      edge: await relays.edge(size),
      bare: await relays.bare(size),
      reference: await relays.reference(size),
    };
    const samples = { edge: [], bare: [], reference: [] } satisfies Record<Relay, number[]>;
    try {
      await takeTurns(crowds, samples, runs * messagesPerRun, signal);
    } finally {
      for (const crowd of Object.values(crowds)) crowd.close();
    }
    const variant = `${size} connected`;
    yield {
      metric: 'relay_candidate',
      ...{ variant, unit: 'ms', samples: samples.edge, peerSamples: samples.bare },
      target: { kind: 'ratio at most', value: 1.25, at: 'p50' },
    };
    const metric = 'relay_candidate_by_peer_package';
    yield { metric, variant, unit: 'ms', samples: samples.reference };
  }
}

async function takeTurns(
  crowds: Readonly<Record<Relay, Crowd>>,
  samples: Readonly<Record<Relay, number[]>>,
  turns: number,
  signal: AbortSignal,
): Promise<void> {
  const order: readonly Relay[] = ['edge', 'bare', 'reference'];
  // The first few warm up code and connections, and are not counted.
  for (let turn = -messagesPerRun; turn < turns; turn++) {
    signal.throwIfAborted();
    for (const relay of order) {
      const [from, to] = crowds[relay].peers;
      if (from === undefined || to === undefined) throw new Error('nobody to relay between');
      const elapsedMs = await relayOnce(from, to, turn);
      if (turn >= 0) samples[relay].push(elapsedMs);
      await delay(paceMs);
    }
  }
}

async function relayOnce(from: PeerClient, to: PeerClient, turn: number): Promise<number> {
  const frame = { type: 'CANDIDATE', dst: to.id, payload: { turn, candidate: '' } };
  frame.payload.candidate = 'x'.repeat(Math.max(0, frameBytes - JSON.stringify(frame).length));
  const arrived = to.take('CANDIDATE');
  const sentAt = performance.now();
  from.send(frame);
  await arrived;
  return performance.now() - sentAt;
}
