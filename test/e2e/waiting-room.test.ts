import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expectHears, expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test('who knocks waits until a host lets them in', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCallWith([laterText.front.waitingRoom]);

  await ben.openLink(link);
  await expect(ben.button(text.lobby.knock)).toBeVisible();
  await ben.askToJoin();
  await ben.expectPage(laterText.waiting.title);
  await expect(ann.tile(ben)).toHaveCount(0);

  await expect(ann.page.getByText(laterText.call.knock('Ben'))).toBeVisible();
  await ann.button(laterText.call.admit).click();
  await ben.expectInCall();
  await expectTogether(ann, ben);
});

test('who is refused is told so, and may ask again', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.openLink(await ann.startCallWith([laterText.front.waitingRoom]));
  await ben.askToJoin();

  await ann.button(laterText.call.refuse).click();
  await ben.expectPage(text.endings.refused.title);

  await ben.button(text.endingActions.askAgain).click();
  await ben.askToJoin();
  await ann.button(laterText.call.admit).click();
  await ben.expectInCall();
});

test('a host lets all in at once, also those who came while nobody looked', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const cleo = await invite('Cleo');
  const link = await ann.startCallWith([laterText.front.waitingRoom]);
  for (const person of [ben, cleo]) {
    await person.openLink(link);
    await person.askToJoin();
    await person.expectPage(laterText.waiting.title);
  }

  await ann.openPanel('people');
  await ann.people.getByRole('button', { name: laterText.people.admitAll }).click();
  await ben.expectInCall();
  await cleo.expectInCall();
  await expectTogether(ann, ben, cleo);
});

test('who stops waiting is no longer at the door, and who reloads still is', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.openLink(await ann.startCallWith([laterText.front.waitingRoom]));
  await ben.askToJoin();
  await ben.expectPage(laterText.waiting.title);
  await ben.button(laterText.waiting.cancel).click();
  await expect(ann.page.getByText(laterText.call.knock('Ben'))).toHaveCount(0);

  await ben.expectPage(text.stoppedWaiting.title);
  await ben.button(text.endingActions.askAgain).click();
  await ben.askToJoin();
  await ben.page.reload();
  await ben.askToJoin();
  await ann.button(laterText.call.admit).click();
  await ben.expectInCall();
  await expectHears(ann, ben);
});
