import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';
import type { BenchContext, Measured } from '../group.ts';
import { framesSince, openPreview, pressJoin } from './sides.ts';
import type { Studio } from './studio.ts';

interface Arrival {
  readonly elapsedMs: number;
  readonly scriptBytes: number;
  readonly wireBytes: number;
}

interface Weighed {
  readonly isScript: boolean;
  readonly bytes: number;
}

/** From the address to somebody's picture, with nothing cached and with everything; and what it weighs. */
export async function* measureArrivals(
  studio: Studio,
  { runs, signal }: BenchContext,
): AsyncIterable<Omit<Measured, 'group'>> {
  const side = await studio.holler();
  const host = await studio.newPerson();
  await openPreview(host, side.address(0), 'Host');
  await pressJoin(host);

  const cold: Arrival[] = [];
  const warm: Arrival[] = [];
  for (let run = 0; run < runs; run++) {
    signal.throwIfAborted();
    const page = await studio.newPerson({ joinsAtOnceAs: 'Arriving' });
    cold.push(await arrive(page, side.address(1)));
    await leave(page);
    warm.push(await arrive(page, side.address(1)));
    await leave(page);
    await page.context().close();
  }
  await studio.sendHome();
  yield* rowsOf(cold, warm);
}

function* rowsOf(
  cold: readonly Arrival[],
  warm: readonly Arrival[],
): Iterable<Omit<Measured, 'group'>> {
  const elapsed = (arrivals: readonly Arrival[]) => arrivals.map(({ elapsedMs }) => elapsedMs);
  yield { metric: 'first_frame_after_navigation_cold', unit: 'ms', samples: elapsed(cold) };
  yield { metric: 'first_frame_after_navigation_warm', unit: 'ms', samples: elapsed(warm) };
  yield {
    metric: 'js_bytes_until_live',
    unit: 'kB',
    samples: cold.map(({ scriptBytes }) => scriptBytes / 1_000),
    target: { kind: 'at most', value: 75, at: 'worst' },
  };
  yield {
    metric: 'wire_bytes_until_live',
    unit: 'kB',
    samples: cold.map(({ wireBytes }) => wireBytes / 1_000),
    target: { kind: 'at most', value: 100, at: 'worst' },
  };
}

async function arrive(page: Page, address: string): Promise<Arrival> {
  const weighing: Promise<Weighed>[] = [];
  const weighOne = (response: Response) => void weighing.push(weigh(response));
  page.on('response', weighOne);
  await page.goto(address, { waitUntil: 'commit' });
  const shownAt = await framesSince(page, 0, 1);
  page.off('response', weighOne);
  const startedAt = await page.evaluate(() => performance.timeOrigin);
  const weighed = await Promise.all(weighing);
  const total = (parts: readonly Weighed[]) => parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    elapsedMs: shownAt - startedAt,
    scriptBytes: total(weighed.filter(({ isScript }) => isScript)),
    wireBytes: total(weighed),
  };
}

/** As a production server would send it; the local one does not compress. */
async function weigh(response: Response): Promise<Weighed> {
  const isScript = response.request().resourceType() === 'script';
  const body = await response.body().catch(() => Buffer.alloc(0));
  return { isScript, bytes: body.length === 0 ? 0 : gzipSync(body, { level: 9 }).length };
}

/** Gives the place up at once: a room of five would be full after a few arrivals. */
async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Leave/ }).click();
  await page.getByRole('button', { name: 'Rejoin' }).waitFor();
}
