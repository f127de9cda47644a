import type { Page } from '@playwright/test';
import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expectSilent, expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test('from the front page through a call and out again without a pointer', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ann.openFront();
  await tabTo(ann.page, laterText.front.start);
  await ann.page.keyboard.press('Enter');
  await expect(ann.page.getByLabel(text.lobby.name)).toBeFocused();
  await ann.page.keyboard.type('Ann');
  await ann.page.keyboard.press('Enter');
  await ann.expectInCall();
  await ben.joinBy(ann.page.url());
  await expectTogether(ann, ben);

  await test.step('chat: open, write, read, close', async () => {
    await ben.openPanel('chat');
    await tabTo(ann.page, text.call.chat);
    await ann.page.keyboard.press('Enter');
    await expect(ann.chat.getByRole('textbox')).toBeFocused();
    await ann.page.keyboard.type('typed');
    await ann.page.keyboard.press('Enter');
    await expect(ben.chat.getByText('typed')).toBeVisible();
    await ann.page.keyboard.press('Escape');
    await expect(ann.chat).toHaveCount(0);
  });

  await test.step('people: mute somebody', async () => {
    await tabTo(ann.page, laterText.people.title);
    await ann.page.keyboard.press('Enter');
    await expect(ann.people).toBeVisible();
    await tabTo(ann.page, laterText.people.manage);
    await ann.page.keyboard.press('Enter');
    await tabTo(ann.page, laterText.people.mute);
    await ann.page.keyboard.press('Enter');
    await expectSilent(ann, ben);
  });

  await tabTo(ann.page, text.call.leave);
  await ann.page.keyboard.press('Enter');
  await ann.expectPage(text.endings.left.title);
});

/** Presses Tab until something is focused that has these words. */
async function tabTo(page: Page, name: string): Promise<void> {
  const mostStops = 60;
  for (let stops = 0; stops < mostStops; stops += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (focused.includes(name)) return;
  }
  throw new Error(`Tab never came to "${name}"`);
}
