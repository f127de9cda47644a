import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import * as v from 'valibot';
import { recordingText } from '../../../pwa/messages/en-recording.ts';
import type { Person } from './person.ts';

/** A call moves to the media server first, and its recorder starts a browser: on a machine that carries all of them. */
const startMs = 60_000;

export async function pressRecord(person: Person, email = ''): Promise<void> {
  await person.press(recordingText.tool.record);
  const dialog = person.page.getByRole('dialog', { name: recordingText.dialog.title });
  await dialog.getByLabel(recordingText.dialog.email).fill(email);
  await dialog.getByRole('button', { name: recordingText.dialog.start }).click();
}

/** Answers as whoever is asked in the call. */
export async function answer(person: Person, asker: string, given: 'yes' | 'no'): Promise<void> {
  const dialog = person.page.getByRole('dialog', { name: recordingText.consent.title(asker) });
  await dialog.getByRole('button', { name: recordingText.consent[given] }).click();
  await expect(dialog).toBeHidden();
}

/** Red means that something is being recorded now. */
export async function expectRecorded(...people: readonly Person[]): Promise<void> {
  for (const { page } of people) {
    await expect(page.getByRole('button', { name: recordingText.badge.on })).toBeVisible({
      timeout: startMs,
    });
  }
}

export async function expectNotRecorded(...people: readonly Person[]): Promise<void> {
  for (const { page } of people) {
    await expect(page.getByRole('button', { name: recordingText.badge.on })).toBeHidden();
  }
}

export async function stopRecording({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: recordingText.badge.on }).click();
  const dialog = page.getByRole('dialog', { name: recordingText.running.title });
  await dialog.getByRole('button', { name: recordingText.running.stop }).click();
}

/** Where the recording can be had, as whoever pressed is told in the call. */
export async function toldLink({ page }: Person): Promise<string> {
  await expect(page.getByText(recordingText.notes.about.ready)).toBeVisible({ timeout: startMs });
  const open = page.getByRole('link', { name: recordingText.notes.open, exact: true });
  return (await open.getAttribute('href')) ?? '';
}

/** The file behind a link, by the button on its page. */
export async function downloadBy({ page }: Person, link: string): Promise<Buffer<ArrayBuffer>> {
  await page.goto(link);
  const address = await page.getByRole('link', { name: /^Download/ }).getAttribute('href');
  const answer = await fetch(address ?? '');
  if (!answer.ok) throw new Error(`The file answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

const Mails = v.array(v.object({ to: v.array(v.string()), subject: v.string(), text: v.string() }));

/** The link in the mail that somebody got about a recording. */
export async function mailedLink(mailUrl: string, to: string): Promise<string> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const mails = v.parse(Mails, await (await fetch(`${mailUrl}mails.json`)).json());
    const mail = mails.find((each) => each.to.includes(to));
    const [link] = /https?:\/\/\S+\/r\/[\w-]+/.exec(mail?.text ?? '') ?? [];
    if (link !== undefined) return link;
    if (performance.now() > deadline) throw new Error(`No link was mailed to ${to}`);
    await delay(200);
  }
}
