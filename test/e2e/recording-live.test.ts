import { recordingText } from '../../pwa/messages/en-recording.ts';
import { hasSegments } from '../support/recording-stack.ts';
import type { Person } from './support/person.ts';
import { expectRecorded, pressRecord, stopRecording } from './support/recording.ts';
import { expect, test } from './support/test.ts';

test.use({ sfu: true, recording: true });

/** Some segments of four seconds come first. */
const firstPictureMs = 60_000;

test.describe.configure({ timeout: 240_000 });
test.skip(!hasSegments, 'the recorder makes the film alone');

test('those who only watch see the call, are counted, and are told when it is over', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  await ann.startCall();
  await pressRecord(ann);
  await expectRecorded(ann);
  await ann.page.getByRole('button', { name: recordingText.badge.on }).click();
  const live = ann.page.getByRole('link', { name: recordingText.running.live });
  const path = (await live.getAttribute('href')) ?? '';
  await ann.page.keyboard.press('Escape');

  const native = await invite('Nat');
  const other = await invite('Otto');
  // As in a browser that knows nothing of such streams.
  await other.context.addInitScript(() => {
    HTMLMediaElement.prototype.canPlayType = () => '';
  });
  for (const viewer of [native, other]) await viewer.page.goto(path);
  for (const viewer of [native, other]) {
    await expect.poll(() => playedTo(viewer), { timeout: firstPictureMs }).toBeGreaterThan(2);
  }
  await native.page.reload();
  await expect(native.page.getByText(recordingText.live.viewers(2))).toBeVisible();

  await stopRecording(ann);
  await native.page.goto(path);
  await native.expectPage(recordingText.live.states.ended.title);
  await native.page.goto(`/live/${'0'.repeat(43)}`);
  await native.expectPage(recordingText.live.states.missing.title);
});

function playedTo({ page }: Person): Promise<number> {
  return page.evaluate(() => {
    const video = document.querySelector('video');
    return video === null || video.videoWidth === 0 ? 0 : video.currentTime;
  });
}
