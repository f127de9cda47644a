import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { countChimes } from './support/in-page-quirks.ts';
import type { Invite } from './support/invite.ts';
import { type Person, toolNames } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { threeInACall } from './support/three.ts';

const { about, plain } = laterText.news;

async function listeningHost(invite: Invite): Promise<Person> {
  const ann = await invite('Ann');
  await ann.context.addInitScript(countChimes);
  return ann;
}

/** How many notes have sounded. */
function notes({ page }: Person): Promise<number> {
  return page.evaluate(() => window.chimeNotes);
}

/** What has just been said, wherever it is said. */
function said({ page }: Person, words: string) {
  return page.locator('.said').getByText(words);
}

test('a knock is heard, and stands in the title; so do comings and goings for somebody who looks elsewhere', async ({
  invite,
}) => {
  const ann = await listeningHost(invite);
  const ben = await invite('Ben');
  const link = await ann.startCallWith([laterText.front.waitingRoom]);
  await expect(ann.page.locator('.privacy-badge'), 'the call has settled').toBeVisible();

  await ben.openLink(link);
  await ben.askToJoin();
  await expect(ann.page).toHaveTitle(text.title(text.call.titleKnocking(1, text.call.unnamed)));
  await expect.poll(() => notes(ann)).toBe(3);
  await ann.button(laterText.call.admit).click();
  await expect(said(ann, about.joined(['Ben']))).toBeVisible();
  await expect.poll(() => notes(ann)).toBe(5);

  await ben.leave();
  await expect(said(ann, about.left(['Ben']))).toBeVisible();
  await expect.poll(() => notes(ann)).toBe(7);

  await test.step('without sounds, when they are switched off', async () => {
    await ann.press(text.call.settings);
    await ann.page.getByRole('switch', { name: laterText.notices.sounds }).uncheck();
    await ann.page.keyboard.press('Escape');
    await ben.goBackBy(text.endingActions.rejoin);
    await expect(said(ann, about.joined(['Ben']))).toBeVisible();
    expect(await notes(ann)).toBe(7);
  });
});

test('who waits sees themselves, and is told whether anybody is there to let them in', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const link = await ann.startCallWith([laterText.front.waitingRoom]);
  await ben.openLink(link);
  await ben.askToJoin();
  await expect(ben.page.getByText(laterText.waiting.hostHere)).toBeVisible();
  await expect(ben.page.locator('.preview video')).toBeVisible();
  await ben.button(text.call.microphone).click();

  await ann.leave();
  await expect(ben.page.getByText(laterText.waiting.noHost)).toBeVisible();
  await ann.goBackBy(text.endingActions.rejoin);
  await expect(ben.page.getByText(laterText.waiting.hostHere)).toBeVisible();
  await ann.button(laterText.call.admit).click();
  await ben.expectInCall();
  await expect(ben.tool(text.call.microphone)).toHaveAttribute('aria-pressed', 'false');
});

test('a raised hand is told, counted and in its turn, and a host lowers one or all', async ({
  invite,
}) => {
  const { ann, ben, cleo } = await threeInACall(invite);
  await cleo.press(text.call.hand);
  await expect(said(ann, about.hand(['Cleo']))).toBeVisible();
  await ben.press(text.call.hand);
  await expect(said(ann, about.hand(['Cleo', 'Ben']))).toBeVisible();
  const count = { here: 3, away: 0, knocking: 0, hands: 2 };
  await expect(ann.tool(text.call.peopleCount(count))).toBeVisible();

  await ann.openPanel('people');
  await expect(ann.people.locator('.person-name')).toHaveText([
    'Cleo',
    'Ben',
    new RegExp(text.call.youNamed('Ann').replace(/[()]/g, '.')),
  ]);
  await ann.people.getByRole('button', { name: laterText.people.lowerHandOf('Cleo') }).click();
  await expect(cleo.tool(text.call.hand)).toHaveAttribute('aria-pressed', 'false');
  await ann.people.getByRole('button', { name: laterText.people.lowerAll }).click();
  await expect(ben.tool(text.call.hand)).toHaveAttribute('aria-pressed', 'false');
  await expect(ann.tool(text.call.peopleCount({ ...count, hands: 0 }))).toBeVisible();
});

test('who becomes host or co-host is told; removing is asked about, and says that one knocks now', async ({
  invite,
}) => {
  const { ann, ben, cleo } = await threeInACall(invite);
  await ann.openPanel('people');
  await (await ann.manage(ben)).getByRole('button', { name: laterText.people.makeCohost }).click();
  await expect(said(ben, plain.cohost)).toBeVisible();

  await test.step('a removal that is thought better of removes nobody', async () => {
    await (await ann.manage(cleo)).getByRole('button', { name: laterText.people.remove }).click();
    await ann.page.getByRole('dialog').getByRole('button', { name: text.call.cancel }).click();
    await expect(ann.tile(cleo)).toBeVisible();
  });
  await ann.remove(cleo);
  await cleo.expectPage(text.endings.removed.title);
  await expect(said(ann, laterText.news.removed(['Cleo'], true))).toBeVisible();
  await ann.button(laterText.news.letInFreely).click();
  const waitingRoom = ann.people.getByRole('switch', { name: laterText.people.waitingRoom });
  await expect(waitingRoom).not.toBeChecked();

  await ann.leave();
  await expect(said(ben, plain.host)).toBeVisible();
  await ann.goBackBy(text.endingActions.rejoin);
});

test('who is away is counted as away, and a microphone that is missing is no reason to join', async ({
  invite,
}) => {
  const ann = await invite('Ann', { devices: 'none' });
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  const count = { here: 2, away: 0, knocking: 0, hands: 0 };
  await expect(ann.tool(text.call.peopleCount(count))).toBeVisible();
  await ann.press(text.call.microphone);
  await expect(said(ann, text.devices.problemsInCall.microphone.missing)).toBeVisible();

  await ben.context.close();
  await expect(ann.tool(text.call.peopleCount({ ...count, here: 1, away: 1 }))).toBeVisible();
  await expect(ann.tool(toolNames.people).locator('.count')).toHaveAttribute('data-figure', '1');
});
