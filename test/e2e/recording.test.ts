import { setTimeout as delay } from 'node:timers/promises';
import { laterText } from '../../pwa/messages/en-later.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { factsOf } from '../support/movie.ts';
import { expectClean } from './support/clean.ts';
import { examine } from './support/film.ts';
import { hueTolerance } from './support/looks.ts';
import type { Person } from './support/person.ts';
import {
  answer,
  downloadBy,
  expectNotRecorded,
  expectRecorded,
  mailedLink,
  pressRecord,
  stopRecording,
  toldLink,
} from './support/recording.ts';
import { expect, type Invite, test } from './support/test.ts';

test.use({ sfu: true, recording: true });

const recordedMs = 10_000;

test.describe.configure({ timeout: 240_000 });

test('three are recorded, as far as they say yes, and the mailed link plays it', async ({
  invite,
  stack,
  browser,
}) => {
  const { ann, ben, cleo } = await callOfThree(invite);
  await pressRecord(ann, 'ann@example.org');
  await answer(ben, 'Ann', 'yes');
  await answer(cleo, 'Ann', 'no');
  await expectRecorded(ann, ben, cleo);
  for (const { page } of [ann, ben, cleo]) {
    await expect(page.getByText(laterText.privacy.badges.recorded)).toBeVisible();
  }
  await delay(recordedMs);
  await stopRecording(ann);
  for (const { page } of [ann, ben, cleo]) {
    await expect(page.getByText(recordingText.news.ends.stopped)).toBeVisible();
  }
  await expectNotRecorded(ann, ben, cleo);

  const link = await mailedLink(stack.recording?.mailUrl ?? '', 'ann@example.org');
  await test.step('whoever pressed is told in the call as well, and nobody else is', async () => {
    const open = (person: Person) =>
      person.page.getByRole('link', { name: recordingText.notes.open, exact: true });
    await expect(ann.page.getByText(recordingText.notes.about.ready)).toBeVisible();
    expect(new URL((await open(ann).getAttribute('href')) ?? '', link).href).toBe(link);
    await expect(open(ben)).toHaveCount(0);
  });

  const dan = await invite('Dan');
  const film = await test.step('the link opens a page that plays, and seeks', async () => {
    await dan.page.goto(link);
    const video = dan.page.getByLabel(recordingText.page.player);
    await expect(video).toBeVisible();
    await video.evaluate(async (element: HTMLVideoElement) => {
      element.muted = true;
      await element.play();
      element.currentTime = 4;
    });
    const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
    await expect.poll(time).toBeGreaterThan(4.5);
    const download = dan.page.getByRole('link', { name: /^Download/ });
    const address = (await download.getAttribute('href')) ?? '';
    return Buffer.from(await (await fetch(address)).arrayBuffer());
  });

  const people = [ann, ben, cleo];
  const seen = await examine(browser, film, {
    atSeconds: 6,
    hues: people.map(({ looks }) => looks.cameras[0]?.hue ?? 0),
    hueTolerance,
    tonesHz: people.map(({ looks }) => looks.microphones[0]?.toneHz ?? 0),
  });
  expect([seen.width, seen.height]).toEqual([1_280, 720]);
  expect(seen.seconds).toBeGreaterThan(recordedMs / 1_000 - 1);
  const [annShare = 0, benShare = 0, cleoShare = 1] = seen.shares;
  expect(annShare, 'Ann is in the picture').toBeGreaterThan(0.1);
  expect(benShare, 'Ben is in the picture').toBeGreaterThan(0.1);
  expect(cleoShare, 'Cleo is not').toBeLessThan(0.005);
  const [annTone = 0, benTone = 0, cleoTone = 1] = seen.loudness;
  expect(annTone, 'Ann is heard').toBeGreaterThan(0.02);
  expect(benTone, 'Ben is heard').toBeGreaterThan(0.02);
  expect(cleoTone, 'Cleo is not').toBeLessThan(0.005);

  await test.step('its owner deletes it, for everybody', async () => {
    await ann.page.goto(link);
    await ann.page.getByText(recordingText.page.manage, { exact: true }).click();
    await ann.button(recordingText.page.delete).click();
    await ann.page
      .getByRole('dialog')
      .getByRole('button', { name: recordingText.page.deleteNow })
      .click();
    await ann.expectPage(recordingText.page.states.deleted.title);
    await dan.page.reload();
    await expect(dan.heading).not.toHaveText(recordingText.page.unnamed);
  });
});

test('axe finds nothing to fault in what is said about recording', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCall();
  await ben.joinBy(link);
  await ann.press(recordingText.tool.record);
  await expectClean(ann, 'how to record');
  await ann.page.getByRole('button', { name: recordingText.dialog.start }).click();
  await expect(ben.page.getByRole('dialog')).toBeVisible();
  await expectClean(ben, 'who wants to record');
  await answer(ben, 'Ann', 'yes');
  await expectRecorded(ann, ben);
  await ann.page.getByRole('button', { name: recordingText.badge.on }).click();
  await expectClean(ann, 'what can be done about a recording');
  await ann.page.keyboard.press('Escape');

  const cleo = await invite('Cleo');
  await cleo.openLink(link);
  await expect(cleo.button(recordingText.consent.join)).toBeVisible();
  await expectClean(cleo, 'the lobby of a recorded call');
  await delay(3_000);
  await stopRecording(ann);
  const open = ann.page.getByRole('link', { name: recordingText.notes.open, exact: true });
  await expect(ann.page.getByText(recordingText.notes.about.ready)).toBeVisible({
    timeout: 60_000,
  });
  await expectClean(ann, 'the link of a recording');
  await cleo.page.goto((await open.getAttribute('href')) ?? '');
  await expect(cleo.page.getByLabel(recordingText.page.player)).toBeVisible();
  await expectClean(cleo, 'the page of a recording');
  await cleo.page.goto(`/r/${'0'.repeat(43)}`);
  await cleo.expectPage(recordingText.page.states.missing.title);
  await expectClean(cleo, 'a link that leads nowhere');
});

test('who comes late is asked before they come in, and who says no is not in it', async ({
  invite,
  browser,
}) => {
  const ann = await invite('Ann');
  const link = await ann.startCall();
  await pressRecord(ann);
  await expectRecorded(ann);

  const ben = await invite('Ben');
  await ben.openLink(link);
  await expect(ben.page.getByText(recordingText.consent.title('Ann'))).toBeVisible();
  await ben.page.getByLabel('Your name').fill('Ben');
  await ben.button(recordingText.consent.joinNot).click();
  await ben.expectInCall();
  await expectRecorded(ben);
  await expect(ben.page.getByRole('dialog')).toHaveCount(0);
  await delay(5_000);
  await stopRecording(ann);
  await expectNotRecorded(ann, ben);

  const film = await downloadBy(ben, await toldLink(ann));
  const { seconds } = await factsOf(film);
  const { shares, loudness } = await examine(browser, film, {
    atSeconds: seconds - 2,
    hues: [ann, ben].map(({ looks }) => looks.cameras[0]?.hue ?? 0),
    hueTolerance,
    tonesHz: [ann, ben].map(({ looks }) => looks.microphones[0]?.toneHz ?? 0),
  });
  expect(shares[0], 'Ann is in the picture').toBeGreaterThan(0.1);
  expect(shares[1], 'Ben is not').toBeLessThan(0.005);
  expect(loudness[0], 'Ann is heard').toBeGreaterThan(0.02);
  expect(loudness[1], 'Ben is not').toBeLessThan(0.005);
});

async function callOfThree(invite: Invite) {
  const [ann, ben, cleo] = [await invite('Ann'), await invite('Ben'), await invite('Cleo')];
  const link = await ann.startCall();
  for (const person of [ben, cleo]) await person.joinBy(link);
  return { ann, ben, cleo, link };
}
