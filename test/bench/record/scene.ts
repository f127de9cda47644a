import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import * as v from 'valibot';
import { text } from '../../../pwa/messages/en.ts';
import { laterText } from '../../../pwa/messages/en-later.ts';
import { recordingText } from '../../../pwa/messages/en-recording.ts';
import { clapHz, installClapper } from '../../e2e/support/in-page-clapper.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { startTestStack } from '../../support/test-stack.ts';

const patienceMs = 60_000;
const address = 'bench@example.org';

/** One call of two, in a mesh until somebody presses Record. */
export interface RecordScene {
  readonly browser: Browser;
  /** Tells the recorder and its browsers from all other processes. */
  readonly recorderFolder: string;
  openCall(): Promise<RecordedPages>;
  close(): Promise<void>;
}

export interface RecordedPages {
  /** Resolves when everybody has seen the red dot; to how long after the press that was. */
  press(): Promise<number>;
  /** Resolves to how long after the press the link was in the mail. */
  stop(): Promise<{ readonly elapsedMs: number; readonly link: string }>;
  close(): Promise<void>;
}

export async function openRecordScene(): Promise<RecordScene> {
  const stack = await startTestStack({ sfu: true, recording: true });
  const { recording } = stack;
  if (recording === null) throw new Error('There is no way to record here');
  await recording.ready;
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs, '--no-sandbox', '--use-fake-ui-for-media-stream'],
  });

  async function enter(link: string | null, name: string): Promise<Page> {
    const context = await browser.newContext({ baseURL: stack.origin, serviceWorkers: 'block' });
    await context.grantPermissions(['camera', 'microphone']);
    await context.addInitScript(installClapper, clapHz);
    const page = await context.newPage();
    await page.goto(link ?? '/');
    if (link === null) await page.getByRole('button', { name: laterText.front.start }).click();
    await page.getByLabel(text.lobby.name).fill(name);
    await page.getByRole('button', { name: text.lobby.join, exact: true }).click();
    await page.getByRole('toolbar', { name: text.call.toolbar }).waitFor();
    return page;
  }

  return {
    browser,
    recorderFolder: join(dirname(stack.logFile), 'recorder'),
    async openCall() {
      const ann = await enter(null, 'Ann');
      const bob = await enter(ann.url(), 'Bob');
      return recordedPages(ann, bob, recording.mailUrl);
    },
    async close() {
      await browser.close();
      await stack.stop();
    },
  };
}

function recordedPages(ann: Page, bob: Page, mailUrl: string): RecordedPages {
  const dotOf = (page: Page) => page.getByRole('button', { name: recordingText.badge.on });
  return {
    async press() {
      await ann.getByRole('button', { name: recordingText.tool.record }).click();
      await ann.getByLabel(recordingText.dialog.email).fill(address);
      await ann
        .getByLabel(recordingText.dialog.layout)
        .selectOption({ label: recordingText.dialog.layouts.speaker });
      const pressedAt = performance.now();
      await ann.getByRole('button', { name: recordingText.dialog.start }).click();
      // Only one claps in the film, large enough to look at.
      await bob.getByRole('button', { name: recordingText.consent.no }).click();
      await Promise.all([ann, bob].map((page) => dotOf(page).waitFor({ timeout: patienceMs })));
      return performance.now() - pressedAt;
    },
    async stop() {
      const before = (await mailsAt(mailUrl)).length;
      await dotOf(ann).click();
      const pressedAt = performance.now();
      await ann.getByRole('button', { name: recordingText.running.stop }).click();
      const link = await nextLink(mailUrl, before);
      return { elapsedMs: performance.now() - pressedAt, link };
    },
    async close() {
      await Promise.all([ann, bob].map((page) => page.context().close()));
    },
  };
}

const Mails = v.array(v.object({ to: v.array(v.string()), text: v.string() }));

async function mailsAt(mailUrl: string) {
  const mails = v.parse(Mails, await (await fetch(`${mailUrl}mails.json`)).json());
  return mails.filter(({ to }) => to.includes(address));
}

async function nextLink(mailUrl: string, before: number): Promise<string> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const mail = (await mailsAt(mailUrl))[before];
    const [link] = /https?:\/\/\S+\/r\/[\w-]+/.exec(mail?.text ?? '') ?? [];
    if (link !== undefined) return link;
    if (performance.now() > deadline) throw new Error('No link was mailed');
    await delay(20);
  }
}
