import { launch, type Page } from 'puppeteer-core';
import { text } from '../../../pwa/messages/en.ts';
import { rememberConnections } from '../../e2e/support/connections.ts';
import { installProbes } from '../../e2e/support/in-page-probes.ts';
import type { Viewer } from '../../e2e/support/senses.ts';

export interface FirefoxPerson extends Viewer {
  joinBy(link: string): Promise<void>;
  close(): Promise<void>;
}

export const firefoxPrefs = {
  // Both ends are on this machine, and the loopback address is the only one that it surely has.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
};

/** Somebody with Firefox and its own fake devices, driven through WebDriver BiDi. */
export async function inviteToFirefox(
  executablePath: string,
  name: string,
): Promise<FirefoxPerson> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: firefoxPrefs,
  });
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(rememberConnections);
  await page.evaluateOnNewDocument(installProbes);
  return {
    name,
    joinBy: (link) => join(page, name, link),
    look(at, of) {
      const label = of === 'screen' ? text.call.screenOf(at.name) : at.name;
      return page.evaluate((tile) => window.probes.look(tile), label);
    },
    listen: (to, of) => page.evaluate(levelOf, to.name, of),
    close: () => browser.close(),
  };
}

/**
 * What Firefox says about the sound that it decodes for a player: without a sound card, as on most test
 * machines, it runs no AudioContext that could measure it.
 */
async function levelOf(name: string, source: string): Promise<number> {
  const seat = document.querySelector<HTMLElement>(`article[aria-label="${name}"]`)?.dataset.seat;
  const selector = `audio[data-seat="${seat}"][data-source="${source}"]`;
  const player = document.querySelector<HTMLAudioElement>(selector);
  const [track] = player?.srcObject instanceof MediaStream ? player.srcObject.getAudioTracks() : [];
  const reports = await Promise.all(window.connections.map((connection) => connection.getStats()));
  const [level = 0] = reports
    .flatMap((report) => [...report.values()])
    .filter(({ type, trackIdentifier }) => type === 'inbound-rtp' && trackIdentifier === track?.id)
    .map(({ audioLevel }) => (player?.paused === false ? audioLevel : 0));
  return Math.max(-200, 20 * Math.log10(level));
}

async function join(page: Page, name: string, link: string): Promise<void> {
  await page.goto(link);
  const field = await page.waitForSelector('form input[autocomplete="name"]');
  await field?.type(name);
  // A click, unlike a key through BiDi, counts as the gesture without which Firefox plays no sound.
  await page.click('form button[type="submit"]');
  await page.waitForSelector('[role="toolbar"]');
}
