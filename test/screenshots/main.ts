import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { runCli, say } from '../../edge/dev/cli.ts';
import { inRoot } from '../../edge/dev/paths.ts';
import { buildPwa } from '../../edge/dev/pwa-build.ts';
import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { chromiumArgs, chromiumPath } from '../support/browser.ts';
import { startTestStack } from '../support/test-stack.ts';
import { pictureExtension } from './extension.ts';
import { installPortrait } from './in-page-portrait.ts';
import { pictureRecording } from './recording.ts';

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const folder = inRoot('pwa/screenshots');

const parts = process.argv.slice(2);
const wanted = (part: string) => parts.length === 0 || parts.includes(part);

/** `npm run screenshots [-- pwa | extension | recording]`: the README's pictures, from the product as it is. */
await runCli(async (signal) => {
  await buildPwa(signal);
  await mkdir(folder, { recursive: true });
  const stack = await startTestStack();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs, '--no-sandbox'],
  });
  try {
    if (wanted('pwa')) await picture(browser, stack.origin);
    if (wanted('recording')) await pictureRecording(browser);
    if (wanted('extension')) await pictureExtension(stack, signal);
  } finally {
    await browser.close();
    await stack.stop();
  }
  return 0;
});

async function picture(browser: Browser, origin: string): Promise<void> {
  const open = async (hue: number, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ baseURL: origin, viewport: wide, ...options });
    await context.addInitScript(installPortrait, hue);
    return context.newPage();
  };
  const ann = await open(200);
  await ann.goto('/', { waitUntil: 'networkidle' });
  await ann.getByRole('button', { name: laterText.front.start }).waitFor();
  await shoot(ann, 'front-light');
  await ann.emulateMedia({ colorScheme: 'dark' });
  await shoot(ann, 'front-dark');
  await ann.emulateMedia({ colorScheme: 'light' });
  await ann.getByRole('button', { name: laterText.front.start }).click();
  const link = await enterCall(ann, 'Ann Lindqvist', 'lobby-light');
  const bob = await open(30);
  const cleo = await open(120);
  const dara = await open(300, { viewport: phone, colorScheme: 'dark' });
  for (const [page, name] of [
    [bob, 'Bob Okafor'],
    [cleo, 'Cleo Marin'],
  ] as const) {
    await page.goto(link);
    await enterCall(page, name);
  }
  await dara.goto(link);
  await enterCall(dara, 'Dara', 'lobby-phone-dark');
  for (const page of [ann, dara]) await everybodyMoves(page, 4);
  await shoot(ann, 'call-light');
  await shoot(dara, 'call-phone');
  await ann.getByRole('button', { name: /^People/ }).click();
  await ann.getByRole('complementary', { name: laterText.people.title }).waitFor();
  await shoot(ann, 'people');
}

/** Fills in the pre-join screen, which is the first to have the meeting's address. */
async function enterCall(page: Page, name: string, shot?: string): Promise<string> {
  await page.getByLabel(text.lobby.name).fill(name);
  await everybodyMoves(page, 1);
  if (shot !== undefined) await shoot(page, shot);
  const link = page.url();
  await page.getByRole('button', { name: text.lobby.join, exact: true }).click();
  await page.getByRole('toolbar', { name: text.call.toolbar }).waitFor();
  return link;
}

function everybodyMoves(page: Page, faces: number): Promise<unknown> {
  return page.waitForFunction(
    (count) =>
      [...document.querySelectorAll('video')].filter((video) => video.currentTime > 0.5).length >=
      count,
    faces,
  );
}

async function shoot(page: Page, name: string): Promise<void> {
  // JPEG: a third of the size, and these are pictures of pictures.
  const path = join(folder, `${name}.jpg`);
  await page.screenshot({ path, type: 'jpeg', quality: 85, animations: 'disabled' });
  say(`pwa/screenshots/${name}.jpg`);
}
