import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { createMeeting, joinRoom } from '../support/room-client.ts';
import {
  expectHears,
  expectSees,
  expectSeesNot,
  expectSilent,
  expectTogether,
} from './support/senses.ts';
import { expect, test } from './support/test.ts';

test('one click starts a call, its link brings in the second, and both see and hear each other', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCall();
  expect(new URL(link).hash, 'the media key in the fragment').toMatch(/^#[\w-]{22}$/);

  await ben.joinBy(link);
  await expectTogether(ann, ben);
  await expect(ann.tile(ben)).toHaveAttribute('data-path', 'direct');
});

test('a meeting id that was read out over the phone is enough to join', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const { pathname } = new URL(await ann.startCall());

  await ben.openFront();
  const readOut = pathname.slice(1).replaceAll('-', ' ').toUpperCase();
  await ben.page.getByLabel(laterText.front.link).fill(readOut);
  await ben.button(laterText.front.join).click();
  await ben.join();
  await expectHears(ben, ann);
});

test('what is pasted and is no link is answered with a sentence', async ({ invite }) => {
  const ann = await invite('Ann');
  await ann.openFront();
  await ann.page.getByLabel(laterText.front.link).fill('half a link');
  await ann.button(laterText.front.join).click();
  await expect(ann.page.getByText(laterText.front.linkError)).toBeVisible();
});

test('microphone and camera go off and on again', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);

  // A busy browser does so by itself, now and then.
  await ann.page.evaluate(() => document.querySelector('audio')?.pause());
  await expectHears(ann, ben);

  await ben.turn('microphone', false);
  await expectSilent(ann, ben);
  await expect(ann.tile(ben)).toContainText(text.call.muted);
  await ben.turn('camera', false);
  await expectSeesNot(ann, ben);

  await ben.turn('microphone', true);
  await ben.turn('camera', true);
  await expectHears(ann, ben);
  await expectSees(ann, ben);
});

test('a shared screen and its sound are there beside the camera, and stopping keeps the camera', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);

  await ann.share(true);
  await expectSees(ben, ann, { of: 'screen' });
  await expectHears(ben, ann, { of: 'screen-audio' });
  await expectTogether(ann, ben);

  await ann.share(false);
  await expect(ben.tile(ann, 'screen')).toHaveCount(0);
  await expectSilent(ben, ann, 'screen-audio');
  await expectTogether(ann, ben);
});

test('who leaves is gone for the others, gets a page that says so, and can go back in', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectSees(ann, ben);

  await ben.leave();
  await expect(ann.tile(ben)).toHaveCount(0);

  await ben.goBackBy(text.endingActions.rejoin);
  await expectTogether(ann, ben);
});

test('a link to a call that does not exist says so', async ({ invite }) => {
  const ann = await invite('Ann');
  await ann.page.goto('/0000-0000-0000-0000-0000');
  await ann.expectPage(text.endings['no-such-meeting'].title);
});

test('where no media server runs, a sixth is told so, and is in when a place becomes free', async ({
  invite,
  stack,
}) => {
  const { id } = await createMeeting(stack.origin);
  const names = ['Ann', 'Ben', 'Cleo', 'Dan', 'Eve'];
  const capabilities = ['mesh', 'sfu'];
  const five = await Promise.all(
    names.map((name) => joinRoom(stack.origin, id, name, { capabilities })),
  );
  const fay = await invite('Fay');
  await fay.openLink(`/${id}`);
  await expect(fay.page.getByText(text.lobby.fullNote)).toBeVisible();
  await fay.askToJoin();
  await fay.expectPage(text.endings['no-media-server'].title);

  five[2]?.client.send({ type: 'command', id: 'leave', command: { type: 'leave' } });
  await fay.button(text.endingActions.tryAgain).click();
  await fay.join();
  for (const { client } of five) client.close();
});

test('a link that lost a letter has a field for the whole one', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCall();
  await ben.page.goto(new URL(link).pathname.slice(0, -2));
  await ben.expectPage(laterText.badLink.title);
  await ben.page.getByLabel(laterText.front.link).fill(link);
  await ben.button(laterText.front.join).click();
  await ben.join();
});

test('a server that takes its time is said to', async ({ invite }) => {
  const ann = await invite('Ann');
  await ann.openFront();
  await ann.page.route('**/api/meetings', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await route.continue();
  });
  await ann.button(laterText.front.start).click();
  await expect(ann.page.getByText(text.lobby.stillTrying)).toBeVisible({ timeout: 4_500 });
  await expect(ann.page.getByLabel(text.lobby.name)).toBeVisible();
});
