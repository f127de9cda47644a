import { text } from '../../pwa/messages/en.ts';
import { expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test('a reload keeps seat, role, chat and name, and media is back', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);
  await ann.openPanel('chat');
  await ann.write('before the reload');
  const seat = (await ben.tile(ann).getAttribute('data-seat')) ?? '';

  await ann.page.reload();
  await expect(ann.page.getByLabel(text.lobby.name)).toHaveValue('Ann');
  await ann.page.keyboard.press('Enter');
  await ann.expectInCall();
  await expectTogether(ann, ben);

  await expect(ben.tile(ann)).toHaveAttribute('data-seat', seat);
  await expect(ann.tool(text.call.endForAll), 'still the host').toBeVisible();
  await ann.openPanel('chat');
  await expect(ann.chat.getByText('before the reload')).toHaveCount(1);
});

test('a second tab takes the seat over, and the first says where the call is', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCall();
  await ben.joinBy(link);
  await expectTogether(ann, ben);

  const second = await ben.openTab();
  await second.joinBy(link);
  await ben.expectPage(text.endings['seat-taken'].title);
  await expectTogether(ann, second);
  await expect(ann.tile(ben), 'one person, one tile').toHaveCount(1);

  await ben.page.bringToFront();
  await ben.button(text.endingActions.useHere).click();
  await ben.join();
  await second.expectPage(text.endings['seat-taken'].title);
  await expectTogether(ann, ben);
});
