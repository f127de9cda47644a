import type { Page } from '@playwright/test';
import type { BenchContext, Measured } from '../group.ts';
import { framesSince, joinedAt, openPreview, patience, pressJoin, type Side } from './sides.ts';
import type { Studio } from './studio.ts';

interface Table {
  readonly side: Side;
  readonly seated: readonly Page[];
  readonly fifth: Page;
}

/** Four are in a call; from the fifth's press on Join until each of the five sees the other four. */
export async function measureMeshOfFive(
  studio: Studio,
  { runs, signal, progress }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const samples: number[][] = [];
  // One after the other and not in turns: ten people who all encode would leave nothing to measure.
  for (const openSide of [studio.holler, studio.bare]) {
    const table = await seatFour(studio, openSide);
    const ofSide: number[] = [];
    for (let run = -1; run < runs; run++) {
      signal.throwIfAborted();
      const elapsedMs = await fifthComes(table).catch((error: Error) => {
        progress(`A run of five was given up: ${error.message.slice(0, 200)}`);
        // Leaving it out would flatter whoever failed.
        return patience.timeout;
      });
      if (run >= 0) ofSide.push(elapsedMs);
    }
    samples.push(ofSide);
    await studio.sendHome();
  }
  const [ours = [], theirs = []] = samples;
  return {
    metric: 'mesh5_connected',
    ...{ unit: 'ms', samples: ours, peerSamples: theirs },
    target: { kind: 'ratio at most', value: 1.1, at: 'p95' },
  };
}

async function seatFour(studio: Studio, openSide: () => Promise<Side>): Promise<Table> {
  const side = await openSide();
  const seated: Page[] = [];
  for (let person = 0; person < 4; person++) {
    const page = await studio.newPerson();
    await openPreview(page, side.address(person), `Person ${person}`);
    await pressJoin(page);
    await framesSince(page, 0, person);
    seated.push(page);
  }
  return { side, seated, fifth: await studio.newPerson() };
}

async function fifthComes({ side, seated, fifth }: Table): Promise<number> {
  await openPreview(fifth, side.address(4), 'Person 4');
  await pressJoin(fifth);
  const clickedAt = await joinedAt(fifth);
  const connectedAt = await Promise.all([
    framesSince(fifth, clickedAt, seated.length),
    ...seated.map((page) => framesSince(page, clickedAt, 1)),
  ]);
  return Math.max(...connectedAt) - clickedAt;
}
