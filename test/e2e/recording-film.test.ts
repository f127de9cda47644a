import { setTimeout as delay } from 'node:timers/promises';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { factsOf, watch } from '../support/movie.ts';
import { examine } from './support/film.ts';
import { clapHz, installClapper } from './support/in-page-clapper.ts';
import { hueTolerance } from './support/looks.ts';
import {
  answer,
  downloadBy,
  expectRecorded,
  pressRecord,
  stopRecording,
  toldLink,
} from './support/recording.ts';
import { expect, test } from './support/test.ts';

test.use({ sfu: true, recording: true });

const mostApartMs = 80;

test.describe.configure({ timeout: 240_000 });

test('picture and sound are together, and the film is as long as the recording was', async ({
  invite,
  browser,
}) => {
  const ann = await invite('Ann', { devices: 'browser' });
  await ann.context.addInitScript(installClapper, clapHz);
  await ann.startCall();
  await pressRecord(ann);
  await expectRecorded(ann);
  const since = performance.now();
  await delay(12_000);
  await stopRecording(ann);
  const recordedSeconds = (performance.now() - since) / 1_000;

  const film = await downloadBy(ann, await toldLink(ann));
  const facts = await factsOf(film);
  expect(Math.abs(facts.video.seconds - facts.audio.seconds)).toBeLessThan(0.5);
  // The dot comes after the first picture, and the recorder hears of the end a moment later.
  expect(facts.seconds).toBeGreaterThan(recordedSeconds - 0.5);
  expect(facts.seconds).toBeLessThan(recordedSeconds + 4);

  const seen = await watch(browser, film, [2, 8], { play: true });
  const apart = seen.flashes.flatMap((flash) => {
    const [nearest] = seen.tones
      .map((tone) => Math.abs(tone - flash) * 1_000)
      .sort((one, other) => one - other);
    return nearest === undefined ? [] : [nearest];
  });
  expect(apart.length, 'claps that were seen').toBeGreaterThan(6);
  const middle = apart.sort((one, other) => one - other)[Math.floor(apart.length / 2)];
  expect(middle, 'how far apart they are, in ms').toBeLessThanOrEqual(mostApartMs);
});

test('another layout is seen in the film from where it was chosen', async ({ invite, browser }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCall();
  await ben.joinBy(link);
  await pressRecord(ann);
  await answer(ben, 'Ann', 'yes');
  await expectRecorded(ann, ben);
  await delay(5_000);
  await ann.page.getByRole('button', { name: recordingText.badge.on }).click();
  await ann.page
    .getByLabel(recordingText.dialog.layout)
    .selectOption({ label: recordingText.dialog.layouts.speaker });
  await ann.page.keyboard.press('Escape');
  await delay(8_000);
  await stopRecording(ann);

  const film = await downloadBy(ben, await toldLink(ann));
  const question = {
    hues: [ann, ben].map(({ looks }) => looks.cameras[0]?.hue ?? 0),
    hueTolerance,
    tonesHz: [],
  };
  const grid = await examine(browser, film, { ...question, atSeconds: 3 });
  const [one = 0, other = 0] = grid.shares;
  expect(Math.abs(one - other), 'in a grid both are as large').toBeLessThan(0.15);
  const speaker = await examine(browser, film, { ...question, atSeconds: grid.seconds - 2 });
  const [least = 1, most = 0] = [...speaker.shares].sort((a, b) => a - b);
  expect(most, 'one is large').toBeGreaterThan(0.4);
  expect(least, 'and one is small').toBeLessThan(0.1);
});
