import { filmSinkName } from '../../edge/protocol/film.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { expectNotRecorded, pressRecord } from './support/recording.ts';
import { expect, test } from './support/test.ts';

test('where nothing can record, a sentence says so, and no red dot lies', async ({ invite }) => {
  const ann = await invite('Ann');
  await ann.startCall();
  await pressRecord(ann);
  await expect(ann.page.getByText(recordingText.refused['no-recorder'])).toBeVisible();
  await expectNotRecorded(ann);
});

test('an address that is none is told before anybody else hears of the recording', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  await ann.startCall();
  await pressRecord(ann, 'ann at home');
  await expect(ann.page.getByText(recordingText.dialog.emailError)).toBeVisible();
  await expect(ann.page.getByRole('dialog')).toBeVisible();
});

test('a host decides who may record', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCall();
  await ben.joinBy(link);
  const tool = ben.tool(recordingText.tool.record);
  await expect(tool).toHaveAttribute('aria-disabled', 'false');
  await ann.openPanel('people');
  const choice = ann.people.getByLabel(laterText.front.record);
  await choice.selectOption({ label: laterText.front.hosts });
  await expect(tool).toHaveAttribute('aria-disabled', 'true');
  await expect(tool).toHaveAttribute('title', recordingText.tool.refusals.hosts);
  await expect(ann.tool(recordingText.tool.record)).toHaveAttribute('aria-disabled', 'false');
  await choice.selectOption({ label: laterText.front.nobody });
  await expect(ann.tool(recordingText.tool.record)).toHaveAttribute('aria-disabled', 'true');
});

test('a page that cannot load what makes its film tells the recorder so at once', async ({
  invite,
}) => {
  const { page } = await invite('Recorder', { bare: true });
  const told: unknown[] = [];
  await page.exposeFunction(filmSinkName, (message: string) => told.push(JSON.parse(message)));
  const asked = page.waitForRequest(/\/assets\/film-[^/]*\.js$/);
  await page.route(/\/assets\/film-[^/]*\.js$/, (route) => route.abort());
  await page.goto('/recorder');
  await asked;
  await expect
    .poll(() => told)
    .toEqual([{ kind: 'broken', why: 'the page could not load what makes its film' }]);
});
