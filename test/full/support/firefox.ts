import { launch, type Page } from 'puppeteer-core';
import { text } from '../../../pwa/messages/en.ts';
import { installDevices } from '../../e2e/support/in-page-devices.ts';
import { installProbes } from '../../e2e/support/in-page-probes.ts';
import type { Looks } from '../../e2e/support/looks.ts';
import type { Sender, Viewer } from '../../e2e/support/senses.ts';

export interface FirefoxPerson extends Sender, Viewer {
  joinBy(link: string): Promise<void>;
  close(): Promise<void>;
}

/** Somebody with Firefox, driven through WebDriver BiDi. */
export async function inviteToFirefox(
  executablePath: string,
  name: string,
  looks: Looks,
): Promise<FirefoxPerson> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      // Both ends are on this machine, and the loopback address is the only one that it surely has.
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.navigator.permission.disabled': true,
      'media.navigator.streams.fake': true,
    },
  });
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(installDevices, looks);
  await page.evaluateOnNewDocument(installProbes);
  return {
    name,
    looks,
    joinBy: (link) => join(page, name, link),
    look(at, of) {
      const label = of === 'screen' ? text.call.screenOf(at.name) : at.name;
      return page.evaluate((tile) => window.probes.look(tile), label);
    },
    listen: (to, of, toneHz) =>
      page.evaluate((...what) => window.probes.listen(...what), to.name, of, toneHz),
    close: () => browser.close(),
  };
}

async function join(page: Page, name: string, link: string): Promise<void> {
  await page.goto(link);
  const field = await page.waitForSelector('form input[autocomplete="name"]');
  await field?.type(name);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role="toolbar"]');
}
