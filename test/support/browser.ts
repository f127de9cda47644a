import { join } from 'node:path';
import { Problem } from '../../edge/dev/cli.ts';
import { findProgram } from '../../edge/dev/find-program.ts';
import { cacheFolder } from '../../edge/dev/paths.ts';
import { carriesBrowser } from '../../media/browser/find-browser.ts';
import { npmBrowser } from '../../media/browser/npm-browser.ts';
import { findSystemBrowser } from '../../media/browser/system-browser.ts';

/** `TEST_BROWSER=npm` tests in the browser that npm carries, also where another one is installed. */
const installed = process.env.TEST_BROWSER === 'npm' ? null : findSystemBrowser();

/** The browser that npm carries shows no prompt that anybody could refuse: it is told to grant what is asked for. */
export const whyNoRefusal =
  installed === null
    ? 'no Chromium or Chrome is installed, and the one of npm grants every device'
    : null;

/** Null where npm carries none. */
export function findCarriedBrowser() {
  const npm = findProgram(['npm']);
  return carriesBrowser() && npm !== null
    ? npmBrowser({ npm, cache: join(cacheFolder, 'browser') })
    : null;
}

/** The browser that npm carries has no windows, so it takes no extensions. */
export const whyNoExtensions =
  installed === null
    ? 'no Chromium or Chrome is installed, and the one of npm takes no extensions'
    : null;

export function chromiumPath(): string {
  if (installed !== null) return installed;
  const carried = findCarriedBrowser();
  if (carried?.preparation === null) return carried.executablePath;
  throw new Problem('Chromium is missing: install it and try again.');
}

/** What its process needs besides. */
export function chromiumEnv(): Readonly<Record<string, string>> {
  return installed === null ? (findCarriedBrowser()?.env ?? {}) : {};
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
  ...(installed === null ? ['--use-fake-ui-for-media-stream'] : []),
];
