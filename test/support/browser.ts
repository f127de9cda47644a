import { Problem } from '../../edge/dev/cli.ts';
import { findChromium } from '../../media/recorder/capture/find-chromium.ts';

export { findChromium };

export function chromiumPath(): string {
  const path = findChromium();
  if (path === null) throw new Problem('Chromium is missing: install it and try again.');
  return path;
}

/** A browser that calls nobody on its own, with a fake camera and microphone. */
export const chromiumArgs: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
];
