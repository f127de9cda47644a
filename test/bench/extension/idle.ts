import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { openExtensionBrowser } from '../../support/extension.ts';
import { loadOf } from '../crowd/processes.ts';
import type { BenchContext, Measured } from '../group.ts';

const idleMs = 120_000;
const settlingMs = 5_000;

interface ChromeInBench {
  readonly storage: { readonly local: { set(values: object): Promise<void> } };
}

declare const chrome: ChromeInBench;

/** An extension that knows its server, and has nothing to do. */
export async function* measureIdle({
  signal,
  progress,
}: BenchContext): AsyncIterable<Omit<Measured, 'group'>> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const before = extensionMB();
  const browser = await openExtensionBrowser({ granted: [`${origin}/*`] });
  try {
    const worker = await browser.worker();
    await worker.evaluate(
      (address) => chrome.storage.local.set({ settings: { server: address } }),
      origin,
    );
    for (const page of browser.context.pages().slice(1)) await page.close();
    await delay(settlingMs, undefined, { signal });
    const awake = extensionMB() - before;
    progress('The extension is left alone for two minutes.');
    await delay(idleMs, undefined, { signal });
    // While the worker is awake, which is the most; asleep it is nothing, but whoever measures keeps it awake.
    yield { metric: 'idle_memory', unit: 'MB', samples: [awake] };
    yield {
      metric: 'idle_requests',
      ...{ unit: 'per two minutes', samples: [requests] },
      target: { kind: 'at most', value: 0, at: 'worst' },
    };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Of the processes in which extensions run, as the kernel counts it; what they share with others included. */
function extensionMB(): number {
  return loadOf((name, words) => name.startsWith('chrom') && words.includes('--extension-process'))
    .residentMB;
}
