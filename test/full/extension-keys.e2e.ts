import { buildExtension } from '../../edge/dev/pwa-build.ts';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { createGuests } from '../e2e/support/invite.ts';
import { expectHears, expectSees } from '../e2e/support/senses.ts';
import { expect, test } from '../e2e/support/test.ts';
import { type ExtensionBrowser, openExtensionBrowser } from '../support/extension.ts';
import { startSites } from '../support/sites.ts';
import { canHaveScreen, startScreen } from './support/screen.ts';

const words = extensionText.options;

declare const chrome: {
  readonly tabs: { query(what: object): Promise<{ readonly title?: string }[]> };
};

async function titleInFront(): Promise<string | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.title;
}

test('real keys in a real window: the browser’s own question, a tab shared, and stopped by the same key', async ({
  stack,
  invite,
}) => {
  test.skip(!canHaveScreen(), 'Xvfb and xdotool are not installed');
  await buildExtension();
  const screen = await startScreen();
  const sites = await startSites();
  let browser: ExtensionBrowser | undefined;
  try {
    browser = await openExtensionBrowser({
      ...{ mayCapture: false, baseURL: stack.origin, display: screen.display },
    });
    const ours = browser;
    const { context, id } = ours;
    await browser.worker();
    await context.grantPermissions(['camera', 'microphone'], { origin: stack.origin });
    const guests = createGuests(stack.origin, [sites.origin, `chrome-extension://${id}`]);
    const ann = await guests.welcome(context, 'Ann');

    const options = await context.newPage();
    await options.goto(`chrome-extension://${id}/options/index.html`);
    await options.getByLabel(words.server).fill(stack.origin);
    await options.getByRole('button', { name: words.serverSave }).click();
    await options.waitForTimeout(1_000);
    await screen.press('Tab', 'Return');
    await expect(options.getByText(/^Connected to/)).toBeVisible();
    await options.close();

    const link = await ann.startCall();
    const ben = await invite('Ben');
    await ben.joinBy(link);
    const tab = await context.newPage();
    await tab.goto(sites.show(130, 2_900));
    await tab.locator('body').click();
    await screen.focus();

    await screen.press('alt+shift+s');
    await expectSees(ben, ann, { of: 'screen', hue: 130 });
    await expectHears(ben, ann, { of: 'screen-audio', toneHz: 2_900 });
    await screen.press('alt+shift+m');
    await expect(ann.tool(text.call.microphone)).toHaveAttribute('aria-pressed', 'false');
    await screen.press('alt+shift+s');
    await expect(ben.tile(ann, 'screen')).toHaveCount(0);
    const lookedAt = async () => (await (await ours.worker()).evaluate(titleInFront)) ?? '';
    expect(await lookedAt()).toMatch(/^Page/);
    await screen.press('alt+shift+g');
    await expect.poll(lookedAt).toMatch(/Holler$/);
  } finally {
    await browser?.close();
    await sites.stop();
    await screen.stop();
  }
});
