import browser from 'webextension-polyfill';
import { type AddressProblem, readServer } from '../store/server.ts';
import { changeSettings, readSettings } from '../store/settings.ts';
import { patternFor, type ServerProblem, verifyServer } from '../worker/server.ts';

export type ConnectProblem = AddressProblem | ServerProblem | 'no-permission';

export type Connected =
  | { readonly ok: true; readonly host: string; readonly version: string }
  | { readonly ok: false; readonly problem: ConnectProblem };

/**
 * Asks for the one origin, and it who it is; only then is it ours. Must run in a click: browsers grant permissions to
 * those only, so nothing is waited for before it.
 */
export async function connectTo(typed: string): Promise<Connected> {
  const server = readServer(typed);
  if (server === 'not-an-address' || server === 'insecure') return { ok: false, problem: server };
  const origins = [patternFor(server)];
  const had = browser.permissions.contains({ origins });
  const granted = await browser.permissions.request({ origins }).catch(() => false);
  if (!granted) return { ok: false, problem: 'no-permission' };
  const verdict = await verifyServer(server);
  if (!verdict.ok) {
    if (!(await had)) await browser.permissions.remove({ origins }).catch(() => false);
    return verdict;
  }
  const before = (await readSettings()).server;
  await changeSettings({ server });
  if (before !== null && before !== server) await giveUp(before, origins);
  return { ok: true, host: new URL(server).host, version: verdict.version };
}

/** What is not needed any more is not kept. */
async function giveUp(server: string, kept: readonly string[]): Promise<void> {
  const origins = [patternFor(server)].filter((pattern) => !kept.includes(pattern));
  if (origins.length > 0) await browser.permissions.remove({ origins }).catch(() => false);
}
