import { runTool } from '../../edge/dev/child.ts';
import { Problem, say } from '../../edge/dev/cli.ts';
import { findProgram } from '../../edge/dev/find-program.ts';
import { findSystemBrowser } from '../../media/browser/system-browser.ts';
import { findCarriedBrowser } from '../support/browser.ts';

/** How a browser can be had where none is installed, in the order in which they are tried. */
const sources: readonly ((signal: AbortSignal) => Promise<void>)[] = [
  installDebianPackage,
  fetchCarriedBrowser,
];

/** A browser for the tests: the installed one, else the first that one of the sources brings. */
export async function ensureChromium(signal: AbortSignal): Promise<void> {
  for (const bring of sources) {
    if (hasBrowser()) return;
    await bring(signal);
  }
  if (!hasBrowser()) {
    throw new Problem(
      'The tests need Chromium: install it (on Debian with `apt-get install chromium`, as root) and try again.',
    );
  }
}

/** A source may have brought one since this process began. */
function hasBrowser(): boolean {
  const isInstalled = process.env.TEST_BROWSER !== 'npm' && findSystemBrowser() !== null;
  return isInstalled || findCarriedBrowser()?.preparation === null;
}

/** Does nothing where there is no apt-get, or where we may not use it. */
async function installDebianPackage(signal: AbortSignal): Promise<void> {
  const aptGet = findProgram(['apt-get']);
  if (aptGet === null || process.getuid?.() !== 0 || process.env.TEST_BROWSER === 'npm') return;
  say('Installing Chromium with apt-get; this takes a minute or two.');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runTool(aptGet, ['update'], { env, signal });
  await runTool(aptGet, ['install', '-y', '--no-install-recommends', 'chromium'], { env, signal });
}

/** Does nothing where npm carries none. */
async function fetchCarriedBrowser(signal: AbortSignal): Promise<void> {
  await findCarriedBrowser()?.preparation?.run(say, signal);
}
