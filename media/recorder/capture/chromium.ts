import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright';
import { withoutSecrets } from '../environment.ts';

/** Chromium makes no requests of its own with these, and lets a page draw itself into a canvas. */
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--enable-blink-features=CanvasDrawElement',
];

const launchTimeoutMs = 30_000;
const closeTimeoutMs = 5_000;

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    timeout: launchTimeoutMs,
    args,
    env: withoutSecrets(process.env),
    // Chromium refuses to have one for root.
    chromiumSandbox: process.getuid?.() !== 0,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** Does not wait for ever for one that hangs. */
export async function closeChromium(browser: Browser): Promise<void> {
  const closed = browser.close().catch(() => {});
  await Promise.race([closed, delay(closeTimeoutMs, undefined, { ref: false })]);
}
