import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright';
import { closeChromium } from './chromium.ts';

/** Browsers to capture with. While none is in use, the next one is started ahead: whoever presses Record waits for none. */
export interface Browsers {
  take(): Promise<Browser>;
  /** Of one that was taken: it is closed. */
  release(browser: Browser): Promise<void>;
  prepare(): void;
  close(): Promise<void>;
}

const answerTimeoutMs = 2_000;
const closeTimeoutMs = 3_000;

export function createBrowsers(launch: () => Promise<Browser>): Browsers {
  const inUse = new Set<Browser>();
  let next: Promise<Browser | null> | null = null;
  let isClosed = false;

  function prepare(): void {
    if (next !== null || inUse.size > 0 || isClosed) return;
    const prepared = launch().catch(() => null);
    next = prepared;
    void prepared.then((browser) => {
      const forget = () => {
        if (next === prepared) next = null;
      };
      if (browser === null) forget();
      else browser.once('disconnected', forget);
    });
  }

  async function takePrepared(): Promise<Browser | null> {
    const prepared = next;
    next = null;
    const browser = (await prepared) ?? null;
    if (browser === null || (await answers(browser))) return browser;
    void closeChromium(browser);
    return null;
  }

  return {
    async take() {
      const browser = (await takePrepared()) ?? (await launch());
      inUse.add(browser);
      return browser;
    },
    async release(browser) {
      await closeChromium(browser);
      inUse.delete(browser);
      prepare();
    },
    prepare,
    async close() {
      isClosed = true;
      const closed = next?.then((browser) => browser && closeChromium(browser));
      await Promise.race([closed, delay(closeTimeoutMs, undefined, { ref: false })]);
    },
  };
}

/** One that has waited for days may be there, and good for nothing. */
async function answers(browser: Browser): Promise<boolean> {
  const opened = browser.newContext().then(
    (context) => context.close().then(() => true),
    () => false,
  );
  return Promise.race([opened, delay(answerTimeoutMs, false, { ref: false })]);
}
