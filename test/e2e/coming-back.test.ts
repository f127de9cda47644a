import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expectSees, expectSeesNot, expectSilent, expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test('a reload keeps seat, role, chat and name, and media is back', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);
  await ann.openPanel('chat');
  await ann.write('before the reload');
  const seat = (await ben.tile(ann).getAttribute('data-seat')) ?? '';

  await ann.reload();
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
  await ben.goBackBy(text.endingActions.useHere);
  await expectSees(ann, ben);
  // They may have been muted in the other tab.
  await ben.turn('microphone', true);
  await second.expectPage(text.endings['seat-taken'].title);
  await expectTogether(ann, ben);
});

test('what was off stays off over a reload, and over leaving and coming straight back', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.openLink(await ann.startCallWith([laterText.front.waitingRoom]));
  await ben.askToJoin();
  await ann.button(laterText.call.admit).click();
  await ben.expectInCall();
  await expectTogether(ann, ben);
  await ben.turn('microphone', false);
  await ben.turn('camera', false);
  await expectSilent(ann, ben);

  await test.step('a reload does not go by the lobby', async () => {
    await ben.reload();
    await expect(ben.tool(text.call.microphone)).toHaveAttribute('aria-pressed', 'false');
    await expectSilent(ann, ben);
    await expectSeesNot(ann, ben);
  });

  await test.step('nor does Rejoin, past the waiting room', async () => {
    await ben.turn('camera', true);
    await expectSees(ann, ben);
    await ben.leave();
    await ben.goBackBy(text.endingActions.rejoin);
    await expect(ben.tool(text.call.microphone)).toHaveAttribute('aria-pressed', 'false');
    await expectSees(ann, ben);
    await expectSilent(ann, ben);
  });

  await test.step('another tab starts in the lobby', async () => {
    const other = await ben.openTab();
    await other.openLink(ben.page.url());
    await expect(other.button(text.lobby.join)).toBeVisible();
  });
});
