import type { Page } from '@playwright/test';
import type { BenchContext, Measured } from '../group.ts';
import { framesSince, joinedAt, openPreview, pressJoin, type Side } from './sides.ts';
import type { Studio } from './studio.ts';

/** Somebody is in the call and somebody else on the pre-join page, who comes in again and again. */
interface Pair {
  readonly side: Side;
  readonly newcomer: Page;
}

/** From the press on Join to the other's first picture, the product and the bare page taking turns. */
export async function measureFirstFrame(
  studio: Studio,
  { runs, signal }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const pairs = [await openPair(studio, studio.holler), await openPair(studio, studio.bare)];
  const samples: [number[], number[]] = [[], []];
  // The first round warms both up and is not counted.
  for (let run = -1; run < runs; run++) {
    for (const [index, pair] of pairs.entries()) {
      signal.throwIfAborted();
      const elapsedMs = await comeIn(pair);
      if (run >= 0) samples[index]?.push(elapsedMs);
    }
  }
  await studio.sendHome();
  return {
    metric: 'first_frame_after_click',
    ...{ unit: 'ms', samples: samples[0], peerSamples: samples[1] },
    target: { kind: 'ratio at most', value: 1, at: 'p50' },
  };
}

async function openPair(studio: Studio, openSide: () => Promise<Side>): Promise<Pair> {
  const side = await openSide();
  const inCall = await studio.newPerson();
  await openPreview(inCall, side.address(0), 'First');
  await pressJoin(inCall);
  return { side, newcomer: await studio.newPerson() };
}

async function comeIn({ side, newcomer }: Pair): Promise<number> {
  await openPreview(newcomer, side.address(1), 'Second');
  await pressJoin(newcomer);
  const clickedAt = await joinedAt(newcomer);
  return (await framesSince(newcomer, clickedAt, 1)) - clickedAt;
}
