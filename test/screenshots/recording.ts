import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { say } from '../../edge/dev/cli.ts';
import { inRoot } from '../../edge/dev/paths.ts';
import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { startTestStack } from '../support/test-stack.ts';
import { installPortrait } from './in-page-portrait.ts';

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const recordedMs = 15_000;
const startMs = 60_000;

/** A call that is really recorded, and what becomes of it. */
export async function pictureRecording(browser: Browser): Promise<void> {
  const stack = await startTestStack({ sfu: true, recording: true });
  try {
    if (stack.recording === null) return say('Without a recorder there are no pictures of it.');
    await stack.recording.ready;
    await takeAll(browser, stack.origin);
  } finally {
    await stack.stop();
  }
}

async function takeAll(browser: Browser, origin: string): Promise<void> {
  const open = async (hue: number, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ baseURL: origin, viewport: wide, ...options });
    await context.addInitScript(installPortrait, hue);
    return context.newPage();
  };
  const ann = await open(200);
  await ann.goto('/');
  await ann.getByText(laterText.front.options, { exact: true }).click();
  await ann.getByLabel(laterText.front.meetingName).fill('Autumn release');
  await ann.getByRole('button', { name: laterText.front.start }).click();
  const link = await enter(ann, 'Ann Lindqvist');
  const bob = await open(30);
  const cleo = await open(120, { viewport: phone });
  for (const [page, name] of [
    [bob, 'Bob Okafor'],
    [cleo, 'Cleo Marin'],
  ] as const) {
    await page.goto(link);
    await enter(page, name);
  }

  await ann.getByRole('button', { name: recordingText.tool.record }).click();
  await shoot(ann, 'record-dialog');
  await ann.getByRole('button', { name: recordingText.dialog.start }).click();
  await bob.getByRole('button', { name: recordingText.consent.yes }).click();
  await cleo.getByRole('button', { name: recordingText.consent.yes }).waitFor();
  await shoot(cleo, 'record-consent-phone');
  await cleo.getByRole('button', { name: recordingText.consent.no }).click();
  const dot = ann.getByRole('button', { name: recordingText.badge.on });
  await dot.waitFor({ timeout: startMs });
  await shoot(ann, 'recorded-call');
  const dara = await open(300, { viewport: phone, colorScheme: 'dark' });
  await dara.goto(link);
  await dara.getByRole('button', { name: recordingText.consent.join }).waitFor();
  await shoot(dara, 'recorded-lobby-phone-dark');
  await delay(recordedMs);
  await dot.click();
  await ann.getByRole('button', { name: recordingText.running.stop }).click();
  await ann.getByText(recordingText.notes.about.ready).waitFor({ timeout: startMs });
  await shoot(ann, 'recording-ready');

  const path = await ann
    .getByRole('link', { name: recordingText.notes.open, exact: true })
    .getAttribute('href');
  for (const [name, options] of [
    ['recording-light', {}],
    ['recording-dark', { colorScheme: 'dark' }],
    ['recording-phone', { viewport: phone }],
  ] as const) {
    const page = await open(0, options);
    await page.goto(path ?? '');
    const video = page.getByLabel(recordingText.page.player);
    await video.waitFor();
    await video.evaluate(async (element: HTMLVideoElement) => {
      // With nothing left to wait for.
      element.preload = 'auto';
      element.currentTime = 6;
      await new Promise((resolve) =>
        element.addEventListener('canplaythrough', resolve, { once: true }),
      );
    });
    await shoot(page, name);
  }
}

async function enter(page: Page, name: string): Promise<string> {
  await page.getByLabel(text.lobby.name).fill(name);
  const link = page.url();
  await page.getByRole('button', { name: text.lobby.join, exact: true }).click();
  await page.getByRole('toolbar', { name: text.call.toolbar }).waitFor();
  return link;
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = inRoot('pwa/screenshots', `${name}.jpg`);
  await page.screenshot({ path, type: 'jpeg', quality: 85, animations: 'disabled' });
  say(`pwa/screenshots/${name}.jpg`);
}
