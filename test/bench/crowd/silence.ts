import { setTimeout as delay } from 'node:timers/promises';
import type { BenchContext, Measured } from '../group.ts';
import { patience, pressJoin } from '../mesh/sides.ts';
import { type Hall, leave } from './hall.ts';

const people = 90;
const windowMs = 5_000;
/** What was said when they came is over by then. */
const settleMs = 3_000;

/** What a listener receives among many who have their microphones on, and say nothing. */
export async function measureSilence(
  hall: Hall,
  { runs, signal }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const { crowd, openLobby } = await hall.newMeeting(1);
  await crowd.growTo(people, () => ({ microphone: 'silent', camera: false }));
  const page = await openLobby();
  await pressJoin(page);
  await page.getByRole('toolbar').first().waitFor(patience);
  await page.waitForFunction(
    async (wanted) => (await window.benchTraffic()).sounds >= wanted,
    people,
    { ...patience, polling: 500 },
  );
  await delay(settleMs);
  const samples: number[] = [];
  while (samples.length < runs) {
    signal.throwIfAborted();
    const received = () => page.evaluate(() => window.benchTraffic());
    const [before, startedAt] = [await received(), performance.now()];
    await delay(windowMs);
    const bytes = (await received()).receivedBytes - before.receivedBytes;
    samples.push((bytes * 8) / (performance.now() - startedAt));
  }
  await leave(page);
  crowd.goHome();
  return {
    metric: 'crowd_silent_downlink',
    ...{ unit: 'kb/s', samples },
    target: { kind: 'at most', value: 200, at: 'p95' },
  };
}
