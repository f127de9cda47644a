import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { processesWith } from '../support/process-load.ts';
import { isRecorderOurs } from '../support/recording-stack.ts';
import {
  expectNotRecorded,
  expectRecorded,
  pressRecord,
  stopRecording,
  toldLink,
} from './support/recording.ts';
import { expect, test } from './support/test.ts';

test.use({ sfu: true, recording: true });

/** Several segments of four seconds each. */
const firstPartMs = 14_000;

test.describe.configure({ timeout: 240_000 });
test.skip(!isRecorderOurs, 'the recorder is not ours to kill');

test('what a lost recorder had sent is the first part, and the film goes on with the second', async ({
  invite,
  stack,
}) => {
  const ann = await invite('Ann');
  await ann.startCall();
  await pressRecord(ann);
  await expectRecorded(ann);
  await delay(firstPartMs);

  // What it had on its disk goes with it, so that nobody can finish its file.
  const folder = join(dirname(stack.logFile), 'recorder');
  for (const pid of processesWith(`RECORDER_FOLDER=${folder}`)) process.kill(pid, 'SIGKILL');
  rmSync(join(folder, 'spool'), { recursive: true });
  await expect(ann.page.getByText(recordingText.badge.interrupted)).toBeVisible({
    timeout: 20_000,
  });
  await expectNotRecorded(ann);
  await expectRecorded(ann);
  await delay(4_000);
  await stopRecording(ann);

  const { page } = ann;
  await page.goto(await toldLink(ann));
  await expect(page.getByText(recordingText.page.part(1, 2))).toBeVisible();
  // As if somebody pressed Play as soon as there is something to play.
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.muted = true;
    video.addEventListener('loadeddata', () => void video.play());
  });
  const played = () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => ({
      to: video.currentTime,
      of: video.duration,
      wide: video.videoWidth,
    }));
  await expect.poll(async () => (await played()).to, { timeout: 20_000 }).toBeGreaterThan(2);
  const first = await played();
  expect(first.wide).toBeGreaterThan(0);
  expect(first.of).toBeGreaterThan(7);
  // It plays on into what came after the loss.
  await page.getByRole('button', { name: recordingText.page.chapter.part() }).click();
  await expect(page.getByText(recordingText.page.part(2, 2))).toBeVisible();
  await expect.poll(async () => (await played()).to, { timeout: 20_000 }).toBeGreaterThan(1);
});
