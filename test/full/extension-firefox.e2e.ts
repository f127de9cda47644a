import { launch, type Page } from 'puppeteer-core';
import { findProgram } from '../../edge/dev/find-program.ts';
import { buildExtension } from '../../edge/dev/pwa-build.ts';
import { folderOf } from '../../extension/build/build.ts';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expect, test } from '../e2e/support/test.ts';
import { firefoxPrefs } from './support/firefox.ts';

const extensionId = 'holler@extension.invalid';
/** Where Firefox would invent one for each profile. */
const home = 'f4c1a2be-2f0e-4f0b-9d9a-3d5a6c7b8e9f';
const timeout = 20_000;

const prefs = {
  ...firefoxPrefs,
  'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: home }),
  // Its own question cannot be answered without a screen; the click that leads to it is still asked for.
  'extensions.webextOptionalPermissionPrompts': false,
};

declare const browser: {
  readonly contextMenus: { update(id: string, change: object): Promise<void> };
};

test('in Firefox: the server, a call from the popup, its controls, and a share by one button in the call', async ({
  stack,
  invite,
}) => {
  const executablePath = findProgram(['firefox-esr', 'firefox']);
  test.skip(executablePath === null, 'Firefox is not installed');
  await buildExtension();
  const firefox = await launch({
    ...{ browser: 'firefox', executablePath: executablePath ?? '', headless: true },
    extraPrefsFirefox: prefs,
  });
  try {
    await firefox.installExtension(folderOf('firefox'));
    const words = extensionText.popup;

    const options = await firefox.newPage();
    await options.goto(`moz-extension://${home}/options/index.html`);
    await options.locator(`::-p-aria([name="${extensionText.options.server}"])`).fill(stack.origin);
    await press(options, extensionText.options.serverSave);
    await options.waitForSelector('::-p-text(Connected to)', { timeout });
    // The entry is there: what is not, cannot be changed.
    await options.evaluate(
      (title) => browser.contextMenus.update('page', { title }),
      extensionText.menu.page,
    );

    const popup = await firefox.newPage();
    await popup.goto(`moz-extension://${home}/popup/index.html`);
    const opened = new Promise<Page>((resolve) => {
      firefox.on('targetcreated', async (target) => {
        const page = await target.page();
        if (page !== null) resolve(page);
      });
    });
    await press(popup, words.start);
    const call = await opened;
    await call.waitForSelector('form input[autocomplete="name"]', { timeout });
    await call.type('form input[autocomplete="name"]', 'Ben');
    await call.click('form button[type="submit"]');
    await call.waitForSelector('[role="toolbar"]', { timeout });
    const ann = await invite('Ann');
    await ann.joinBy(call.url());

    const controls = await firefox.newPage();
    await controls.goto(`moz-extension://${home}/popup/index.html`);
    await controls.waitForSelector(`::-p-text(${words.people(2)})`, { timeout });
    await press(controls, text.call.microphone);
    await call.waitForSelector(`[aria-label="${text.call.microphone}"][aria-pressed="false"]`, {
      timeout,
    });

    await press(controls, words.shareTab);
    await call.bringToFront();
    await press(call, laterText.screenOffer.choose);
    await expect.poll(() => ann.look({ name: 'Ben' }, 'screen'), { timeout }).not.toBeNull();
    await expect(ann.tile({ name: 'Ben' }, 'screen')).toBeVisible();

    await controls.bringToFront();
    await press(controls, words.stopSharing);
    await expect(ann.tile({ name: 'Ben' }, 'screen')).toHaveCount(0);
    await press(controls, words.hangUp);
    await controls.waitForSelector(`::-p-text(${words.start})`, { timeout });
  } finally {
    await firefox.close();
  }
});

async function press(page: Page, name: string): Promise<void> {
  const button = await page.waitForSelector(`::-p-aria([name^="${name}"][role="button"])`, {
    timeout,
  });
  await button?.click();
}
