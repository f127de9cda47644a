import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { sentBytes } from './support/connections.ts';
import { expectHears, expectSees, expectSilent, expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';
import { threeInACall } from './support/three.ts';

test('a host mutes, stops a share, and takes the camera and the screen from somebody', async ({
  invite,
}) => {
  const { ann, ben, cleo } = await threeInACall(invite);
  await ann.openPanel('people');
  await expectTogether(ann, ben, cleo);
  const controls = await ann.manage(ben);

  await test.step('who is muted may un-mute again', async () => {
    await controls.getByRole('button', { name: laterText.people.mute }).click();
    await expectSilent(cleo, ben);
    await expect(ben.page.getByText(text.call.silenced(['microphone'], 'Ann'))).toBeVisible();
    await ben.turn('microphone', true);
    await expectHears(cleo, ben);
  });

  await test.step('everyone else is muted at once', async () => {
    await ann.people.getByRole('button', { name: laterText.people.muteAll }).click();
    await expectSilent(ann, ben);
    await expectSilent(ben, cleo);
    await expectHears(ben, ann);
  });

  await test.step('a share that is stopped leaves the camera alone', async () => {
    await ben.share(true);
    await expectSees(cleo, ben, { of: 'screen' });
    await controls.getByRole('button', { name: laterText.people.stopShare }).click();
    await expect(cleo.tile(ben, 'screen')).toHaveCount(0);
    await expect(ben.tool(text.call.share)).toHaveAttribute('aria-pressed', 'false');
    await expectSees(cleo, ben);
  });

  await test.step('who may not show or share cannot, and sees why', async () => {
    await controls.getByRole('switch', { name: laterText.people.mayShow }).uncheck();
    await controls.getByRole('switch', { name: laterText.people.mayShare }).uncheck();
    await expect(cleo.tile(ben).locator('video')).toHaveCount(0);
    await expect(ben.tool(text.call.camera)).toHaveAccessibleDescription(text.call.mayNotShow);
    await expect(ben.tool(text.call.share)).toHaveAccessibleDescription(text.call.mayNotShare);
    await ben.turn('microphone', true);
    await expectHears(cleo, ben);
  });
});

test('who may not speak is not heard, even when their browser goes on sending', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben', { cheating: true });
  const cleo = await invite('Cleo');
  const link = await ann.startCall();
  await ben.joinBy(link);
  await cleo.joinBy(link);
  await expectHears(cleo, ben);
  await ann.openPanel('people');

  const maySpeak = (await ann.manage(ben)).getByRole('switch', { name: laterText.people.maySpeak });
  await maySpeak.uncheck();
  await expectSilent(ann, ben);
  await expectSilent(cleo, ben);
  await expectSees(cleo, ben);
  const before = await sentBytes(ben, 'audio');
  await expect.poll(() => sentBytes(ben, 'audio'), 'the cheat sends on').toBeGreaterThan(before);

  await maySpeak.check();
  await ben.turn('microphone', true);
  await expectHears(cleo, ben);
});

test('who was removed is gone, and must knock to come back', async ({ invite }) => {
  const { ann, ben, cleo } = await threeInACall(invite);
  await ann.openPanel('people');
  await expectTogether(ann, ben, cleo);

  await ann.remove(ben);
  await ben.expectPage(text.endings.removed.title);
  await expect(ann.tile(ben)).toHaveCount(0);
  await expect(cleo.tile(ben)).toHaveCount(0);

  await ben.button(text.endingActions.askAgain).click();
  await ben.askToJoin();
  await ben.expectPage(laterText.waiting.title);
  await ann.people.getByRole('button', { name: laterText.people.admitNamed('Ben') }).click();
  await ben.expectInCall();
  await expectTogether(ann, ben, cleo);
});

test('at a locked call one knocks, and everybody who is in comes back in', async ({ invite }) => {
  const { ann, ben, link } = await threeInACall(invite);
  await ann.openPanel('people');
  await ann.people.getByRole('switch', { name: laterText.people.locked }).check();

  const dan = await invite('Dan');
  await dan.openLink(link);
  await expect(dan.page.getByText(text.lobby.lockedNote)).toBeVisible();
  await dan.askToJoin();
  await dan.expectPage(laterText.waiting.title);
  await expect(ben.page.getByText(laterText.news.plain.locked)).toBeVisible();

  await ben.reload();
  await expectTogether(ann, ben);
  await ann.people.getByRole('button', { name: laterText.people.admitNamed('Dan') }).click();
  await dan.expectInCall();

  await ben.press(text.call.leave);
  await expect(ben.page.getByText(text.leftLocked.body)).toBeVisible();
  await ben.button(text.lobby.knock).click();
  await ben.askToJoin();
  await ben.expectPage(laterText.waiting.title);
});

test('a co-host can host, and only a host ends the call for everyone, whose link is dead then', async ({
  invite,
}) => {
  const { ann, ben, cleo, link } = await threeInACall(invite);
  await ann.openPanel('people');
  await expectHears(ben, cleo);
  await (await ann.manage(ben)).getByRole('button', { name: laterText.people.makeCohost }).click();

  await ben.openPanel('people');
  await (await ben.manage(cleo)).getByRole('button', { name: laterText.people.mute }).click();
  await expectSilent(ann, cleo);
  await expect(ben.tool(text.call.endForAll)).toHaveCount(0);

  await ann.endForAll();
  await ann.expectPage(text.endings['ended-by-you'].title);
  await expect(ann.page.getByText(text.call.lasted(0))).toBeVisible();
  for (const person of [ben, cleo]) {
    await person.expectPage(text.endings['meeting-ended'].title);
  }
  const dan = await invite('Dan');
  await dan.page.goto(link);
  await dan.expectPage(text.endings['meeting-ended'].title);
});
