import { Problem } from '../../edge/dev/cli.ts';
import { findSystemBrowser } from '../../media/browser/system-browser.ts';

export function chromiumPath(): string {
  const path = findSystemBrowser();
  if (path === null) throw new Problem('Chromium is missing: install it and try again.');
  return path;
}

/**
 * A browser that calls nobody on its own, with a fake camera and microphone. Its sound is mixed where its
 * windows are: a process for it alone costs a tenth of a small machine in waking up.
 */
export const chromiumArgs: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=AudioServiceOutOfProcess',
  '--use-fake-device-for-media-stream',
];
