import { runTool } from '../../edge/dev/child.ts';
import { Problem, say } from '../../edge/dev/cli.ts';
import { findProgram } from '../../edge/dev/find-program.ts';
import { findSystemBrowser } from '../../media/browser/system-browser.ts';

/** Chromium comes from the system's package manager; where we may not use that, somebody else has to. */
export async function ensureChromium(signal: AbortSignal): Promise<void> {
  if (findSystemBrowser() !== null) return;
  const aptGet = findProgram(['apt-get']);
  if (aptGet !== null && process.getuid?.() === 0) {
    say('Installing Chromium with apt-get; this takes a minute or two.');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runTool(aptGet, ['update'], { env, signal });
    await runTool(aptGet, ['install', '-y', '--no-install-recommends', 'chromium'], {
      env,
      signal,
    });
  }
  if (findSystemBrowser() === null) {
    throw new Problem(
      'The tests need Chromium: install it (on Debian with `apt-get install chromium`, as root) and try again.',
    );
  }
}
