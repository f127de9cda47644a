import { setTimeout as delay } from 'node:timers/promises';
import { text } from '../../pwa/messages/en.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { answer, expectRecorded, mailedLink, pressRecord } from './support/recording.ts';
import { expect, test } from './support/test.ts';

test.use({ sfu: true, recording: true });
test.describe.configure({ timeout: 240_000 });

const { ended, mine, page: recordingPage } = recordingText;

test('whatever ends a call, those who recorded it without an address find the recording', async ({
  invite,
  stack,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ben.joinBy(await ann.startCall());
  await pressRecord(ann);
  await answer(ben, 'Ann', 'no');
  await expectRecorded(ann, ben);

  await expect(ann.page.locator('.privacy-badge')).toHaveAttribute('data-privacy', 'recorded');

  await test.step('everybody sees who is in it and who is not', async () => {
    await expect(ben.page.getByText(recordingText.badge.withoutYou)).toBeVisible();
    await expect(ben.tile(ben)).toContainText(text.call.youWithheld);
    await expect(ann.tile(ben)).toContainText(text.call.withheld);
    await ben.reload();
    await expect(
      ben.page.getByText(recordingText.badge.withoutYou),
      'not asked anew',
    ).toBeVisible();
    await expect(ben.page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('somebody who closes the tab is one of those who get it', async () => {
    await ben.page.getByRole('button', { name: recordingText.badge.on }).click();
    await ben.page.getByRole('button', { name: recordingText.running.sendMe }).click();
    await expect(ben.page.getByText(recordingText.running.yours)).toBeVisible();
    await delay(1_000);
    await ben.page.close();
  });
  await delay(2_000);
  await ann.endForAll();
  await ann.expectPage(text.endings['ended-by-you'].title);
  await expect(ann.page.getByText(ended.states.ready.title)).toBeVisible({ timeout: 60_000 });

  const open = ann.page.getByRole('link', { name: ended.open });
  const owners = (await open.getAttribute('href')) ?? '';
  await ann.button(ended.copyLink).click();
  await expect(ann.page.getByText(ended.copied)).toBeVisible();
  const shared = await ann.page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(shared).pathname).not.toBe(owners);

  await test.step('it is sent to whoever says where to', async () => {
    await ann.button(ended.send).click();
    await ann.page.getByLabel(recordingText.dialog.email).fill('late@example.org');
    await ann.button(ended.send).click();
    await expect(ann.page.getByText(ended.sent('late@example.org'))).toBeVisible();
    const link = await mailedLink(stack.recording?.mailUrl ?? '', 'late@example.org');
    expect(new URL(link).pathname).toBe(owners);
  });

  await test.step('the link to pass on plays, and cannot delete', async () => {
    const dan = await invite('Dan');
    await dan.page.goto(shared);
    await expect(dan.page.getByLabel(recordingPage.player)).toBeVisible();
    await expect(dan.page.getByText(recordingPage.manage, { exact: true })).toHaveCount(0);
    const token = new URL(shared).pathname.split('/').at(-1);
    const refused = await fetch(`${stack.origin}/api/recordings/${token}`, { method: 'DELETE' });
    expect(refused.status).toBe(403);
  });

  await test.step('the front page lists it, also for somebody whose tab was closed', async () => {
    for (const context of [ann.context, ben.context]) {
      const page = await context.newPage();
      await page.goto('/');
      await expect(page.getByRole('heading', { name: mine.title })).toBeVisible();
      await page.getByRole('listitem').getByRole('link').first().click();
      await expect(page.getByLabel(recordingPage.player)).toBeVisible();
    }
  });
});
