import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** Browsers to capture with, the next one started ahead: whoever presses Record should not wait for it. */
export interface Browsers {
  take(): Promise<Browser>;
  /** Starts the next one, unless it is there. For a moment in which nobody waits for anything. */
  prepare(): void;
  close(): Promise<void>;
}

export function createBrowsers(executablePath: string, launch = launchChromium): Browsers {
  let next: Promise<Browser | null> = Promise.resolve(null);
  let isPrepared = false;

  function giveAway(): Promise<Browser | null> {
    const given = next;
    next = Promise.resolve(null);
    isPrepared = false;
    return given;
  }

  return {
    async take() {
      const browser = await giveAway();
      // It may have ended while nobody looked.
      return browser?.isConnected() ? browser : launch(executablePath);
    },
    prepare() {
      if (isPrepared) return;
      isPrepared = true;
      next = launch(executablePath).catch(() => null);
    },
    async close() {
      await (await giveAway())?.close();
    },
  };
}
