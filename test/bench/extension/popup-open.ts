import type { BenchContext, Measured } from '../group.ts';
import type { Workshop } from './workshop.ts';

/** From the beginning of the popup's page to its first paint, which is its last: it is drawn once, from what is stored. */
export async function measurePopup(
  { holder }: Workshop,
  { runs, signal }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const samples: number[] = [];
  for (let run = -1; run < runs; run++) {
    signal.throwIfAborted();
    const page = await holder.context.newPage();
    await page.goto(`chrome-extension://${holder.id}/popup/index.html`);
    await page.getByRole('button').first().waitFor();
    const paintedMs = await page.evaluate(firstPaint);
    if (run >= 0) samples.push(paintedMs);
    await page.close();
  }
  return {
    metric: 'popup_open',
    ...{ unit: 'ms', samples },
    target: { kind: 'at most', value: 100, at: 'p95' },
  };
}

function firstPaint(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      if (paint !== undefined) resolve(paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
}
