import { findProgram } from '../../edge/dev/find-program.ts';
import { buildExtension } from '../../edge/dev/pwa-build.ts';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expect, test } from '../e2e/support/test.ts';
import { startSites } from '../support/sites.ts';
import { type FirefoxTab, openFirefoxWithExtension } from './support/firefox-extension.ts';

const words = extensionText.popup;
const firefox = findProgram(['firefox-esr', 'firefox']);
const ben = { name: 'Ben' };

test.beforeAll(() => buildExtension().then(() => {}));

test('in Firefox: the server, a call from the popup, its controls, and a share by one button in the call', async ({
  stack,
  invite,
}) => {
  test.skip(firefox === null, 'Firefox is not installed');
  const holder = await openFirefoxWithExtension(firefox ?? '');
  try {
    // It opens by itself after installation.
    await connect(await holder.tab(holder.ownPage('options')), stack.origin);
    const popup = await holder.open(holder.ownPage('popup'));
    await popup.click('button', words.start);
    const call = await holder.tab(/\/[0-9a-z]{4}-[0-9a-z-]+#/);
    await join(call);
    const ann = await invite('Ann');
    await ann.joinBy(await call.read('location.href'));

    const controls = await holder.open(holder.ownPage('popup'));
    await controls.until(`document.body.innerText.includes(${JSON.stringify(words.people(2))})`);
    await controls.click(`[aria-label="${text.call.microphone}"]`);
    await call.until(
      `document.querySelector('[aria-label="${text.call.microphone}"]').ariaPressed === 'false'`,
    );

    await controls.click('button', words.shareTab);
    await call.until('document.visibilityState === "visible"');
    await call.read(`void (${standInForScreen})()`);
    await call.click('button', laterText.screenOffer.choose);
    await expect(ann.tile(ben, 'screen')).toBeVisible();
    await expect.poll(async () => (await ann.look(ben, 'screen'))?.frames ?? 0).toBeGreaterThan(0);

    await controls.click('button', words.stopSharing);
    await expect(ann.tile(ben, 'screen')).toHaveCount(0);
    await controls.click(`[aria-label="${words.hangUp}"]`);
    await controls.until(`document.body.innerText.includes(${JSON.stringify(words.start)})`);
  } finally {
    await holder.close();
  }
});

test('in Firefox: an entry of the page’s own menu starts a call about the page', async ({
  stack,
}) => {
  test.skip(firefox === null, 'Firefox is not installed');
  const sites = await startSites();
  const holder = await openFirefoxWithExtension(firefox ?? '');
  try {
    await connect(await holder.tab(holder.ownPage('options')), stack.origin);
    const address = sites.page('<p>What it is about</p>');
    const page = await holder.open(address);
    await holder.takeFromMenu(page, 'p', extensionText.menu.page);
    const call = await holder.tab(/\/[0-9a-z]{4}-[0-9a-z-]+#/);
    await join(call);
    await call.click(`[aria-label^="${text.call.chat}"]`);
    await call.until(`document.body.innerText.includes(${JSON.stringify(address)})`);
  } finally {
    await holder.close();
    await sites.stop();
  }
});

/** Without a screen, Firefox has none to choose from; that a click is needed for it stays as it is. */
function standInForScreen(): void {
  navigator.mediaDevices.getDisplayMedia = async () => {
    if (!navigator.userActivation.isActive) throw new DOMException('no click', 'InvalidStateError');
    const canvas = document.createElement('canvas');
    const paint = canvas.getContext('2d');
    let frame = 0;
    setInterval(() => {
      frame += 1;
      if (paint !== null) paint.fillStyle = `hsl(${frame * 7} 100% 45%)`;
      paint?.fillRect(0, 0, 300, 150);
    }, 66);
    return canvas.captureStream(15);
  };
}

async function connect(options: FirefoxTab, server: string): Promise<void> {
  await options.type('input[type="text"]', server);
  await options.click('button', extensionText.options.serverSave);
  await options.until('document.body.innerText.includes("Connected to")');
}

async function join(call: FirefoxTab): Promise<void> {
  await call.type('form input[autocomplete="name"]', ben.name);
  await call.click('form button[type="submit"]');
  await call.until('document.querySelector("[role=toolbar]") !== null');
}
