import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { say } from '../../edge/dev/cli.ts';
import { inRoot } from '../../edge/dev/paths.ts';
import { buildExtension } from '../../edge/dev/pwa-build.ts';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { type ExtensionBrowser, openExtensionBrowser } from '../support/extension.ts';
import type { Stack } from '../support/test-stack.ts';
import { installPortrait } from './in-page-portrait.ts';

const folder = inRoot('extension/screenshots');
const words = extensionText.popup;
const schemes = ['light', 'dark'] as const;

interface ChromeInPictures {
  readonly storage: { readonly local: { set(values: object): Promise<void> } };
}

declare const chrome: ChromeInPictures;

/** The popup before and in a call, and the options, in light and dark. */
export async function pictureExtension(stack: Stack, signal: AbortSignal): Promise<void> {
  await buildExtension(signal);
  await mkdir(folder, { recursive: true });
  const browser = await openExtensionBrowser({
    ...{ granted: [`${stack.origin}/*`], baseURL: stack.origin },
  });
  try {
    await browser.context.grantPermissions(['camera', 'microphone'], { origin: stack.origin });
    await browser.context.addInitScript(installPortrait, 200);
    await picture(browser, stack.origin);
  } finally {
    await browser.close();
  }
}

async function picture({ context, id, worker }: ExtensionBrowser, server: string): Promise<void> {
  const open = async (page: string) => {
    const own = await context.newPage();
    await own.goto(`chrome-extension://${id}/${page}/index.html`);
    return own;
  };
  const first = await open('popup');
  await first.getByRole('button', { name: words.setUp }).waitFor();
  await shootPopup(first, 'popup-first');
  await (await worker()).evaluate(
    (origin) => chrome.storage.local.set({ settings: { server: origin } }),
    server,
  );

  const options = await open('options');
  await options.getByRole('heading', { name: extensionText.options.title }).waitFor();
  await options.setViewportSize({ width: 900, height: 1_000 });
  await shoot(options, 'options', (path) =>
    options.screenshot({ path, fullPage: true, animations: 'disabled' }),
  );

  const call = await context.newPage();
  await call.goto('/');
  await call.getByText(laterText.front.options, { exact: true }).click();
  await call.getByLabel(laterText.front.meetingName).fill('Garden plans');
  await call.getByRole('button', { name: laterText.front.start }).click();
  await call.getByLabel(text.lobby.name).fill('Ann');
  await call.getByRole('button', { name: text.lobby.join, exact: true }).click();
  const popup = await open('popup');
  await popup.getByRole('button', { name: words.return }).waitFor();
  await popup.waitForTimeout(2_500);
  await shootPopup(popup, 'popup-call');
  await popup.getByRole('button', { name: words.hangUp }).click();
  await popup.getByRole('heading', { name: words.recent }).waitFor();
  await shootPopup(popup, 'popup');
}

async function shootPopup(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await page.setViewportSize({ width: 352, height: 600 });
  await page.mouse.move(0, 0);
  await shoot(page, name, (path) =>
    page.locator('body').screenshot({ path, animations: 'disabled' }),
  );
}

async function shoot(
  page: Page,
  name: string,
  take: (path: string) => Promise<unknown>,
): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const file = `${name}-${colorScheme}.png`;
    await take(join(folder, file));
    say(`extension/screenshots/${file}`);
  }
}
