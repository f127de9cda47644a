import browser from 'webextension-polyfill';
import { createTurns } from '../store/in-turn.ts';
import { readSettings } from '../store/settings.ts';
import { hasServer, patternFor } from './server.ts';

const bridge = { id: 'bridge', js: ['content/bridge.js'] } as const;
const clickToCall = { id: 'click-to-call', js: ['content/click-to-call.js'] } as const;

export const allSites = { origins: ['https://*/*', 'http://*/*'] };

type Script = Parameters<typeof browser.scripting.registerContentScripts>[0][number];

const inTurn = createTurns();

/** Puts our scripts where the settings and the permissions say, and nowhere else. */
export function placeScripts(): Promise<void> {
  return inTurn(place);
}

async function place(): Promise<void> {
  const { server, clickToCall: wanted } = await readSettings();
  const scripts: Script[] = [];
  if (server !== null && (await hasServer(server))) {
    const matches = [patternFor(server)];
    scripts.push({ ...bridge, js: [...bridge.js], matches, runAt: 'document_start' });
  }
  if (wanted && (await browser.permissions.contains(allSites))) {
    const matches = allSites.origins;
    scripts.push({ ...clickToCall, js: [...clickToCall.js], matches, runAt: 'document_start' });
  }
  const ids = (await browser.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  if (ids.length > 0) await browser.scripting.unregisterContentScripts({ ids });
  if (scripts.length > 0) await browser.scripting.registerContentScripts(scripts);
}

/** Pages of our server that were open before we were there. */
export async function joinOpenPages(): Promise<void> {
  const { server } = await readSettings();
  if (server === null || !(await hasServer(server))) return;
  const tabs = await browser.tabs.query({ url: patternFor(server) });
  await Promise.allSettled(
    tabs.map(({ id = -1 }) =>
      browser.scripting.executeScript({ target: { tabId: id }, files: [...bridge.js] }),
    ),
  );
}
