import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import type { Person } from './support/person.ts';
import { expectHears, expectSilent, expectTogether } from './support/senses.ts';
import { expect, test } from './support/with-extension.ts';

const words = extensionText.popup;

test('the popup starts a call with its link on the clipboard; who is known is in at once', async ({
  holder,
  invite,
  stack,
}) => {
  const { person: ann, browser } = holder;
  const permissions = ['camera', 'microphone', 'clipboard-read', 'clipboard-write'];
  await browser.context.grantPermissions(permissions, { origin: stack.origin });
  await rememberName(ann);
  await ann.page.close();

  const popup = await holder.popup();
  const opened = browser.context.waitForEvent('page');
  await popup.getByRole('button', { name: words.start }).click();
  const call = await opened;
  await expect(call.getByRole('toolbar', { name: text.call.toolbar })).toBeVisible();

  const link = await call.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(call.url());
  const ben = await invite('Ben');
  await ben.joinBy(link);
  await expect(call.getByRole('button', { name: text.call.endForAll })).toBeVisible();
});

test('a link brings one into a call, and the popup has its controls', async ({
  holder,
  invite,
}) => {
  const { person: ann } = holder;
  const ben = await invite('Ben');
  const link = await ben.startCall();
  await ann.page.goto('/');

  const joining = await holder.popup();
  await joining.getByLabel(laterText.front.link).fill('half a link');
  await joining.getByRole('button', { name: words.join, exact: true }).click();
  await expect(joining.getByText(laterText.front.linkError)).toBeVisible();
  await joining.getByLabel(laterText.front.link).fill(link);
  await joining.getByRole('button', { name: words.join, exact: true }).click();
  await ann.join();
  await expectTogether(ann, ben);

  const popup = await holder.popup();
  await expect(popup.getByText(words.people(2))).toBeVisible();
  await expect(popup.getByRole('time')).toHaveText(/^\d+:\d\d$/);
  const microphone = popup.getByRole('button', { name: text.call.microphone });
  await expect(microphone).toHaveAttribute('aria-pressed', 'true');
  await microphone.click();
  await expect(microphone).toHaveAttribute('aria-pressed', 'false');
  await expectSilent(ben, ann);
  await expect.poll(holder.button).toMatchObject({ title: 'Holler: in a call, muted' });
  await microphone.click();
  await expectHears(ben, ann);

  await popup.getByRole('button', { name: text.call.camera }).click();
  await expect(ann.tool(text.call.camera)).toHaveAttribute('aria-pressed', 'false');
  await popup.getByRole('button', { name: words.hangUp }).click();
  await ann.expectPage(text.endings.left.title);
  await expect(popup.getByRole('button', { name: words.start })).toBeVisible();
  await expect(popup.getByRole('heading', { name: words.recent })).toBeVisible();
});

test('keys work on every tab, also after the worker was stopped in mid-call', async ({
  holder,
  sites,
  invite,
}) => {
  const { person: ann } = holder;
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);
  const call = await holder.tabOf(ann.page);
  const elsewhere = await holder.openTab(sites.page('somewhere else'));
  await expect.poll(holder.button).toMatchObject({ title: 'Holler: in a call' });

  await holder.stopWorker();
  await holder.command('toggle-microphone', elsewhere);
  await expectSilent(ben, ann);
  await expect.poll(holder.button).toMatchObject({ title: 'Holler: in a call, muted' });
  await holder.stopWorker();
  // What changes in the page reaches whatever worker there is.
  await ann.turn('microphone', true);
  await expect.poll(holder.button).toMatchObject({ title: 'Holler: in a call' });

  await holder.command('return-to-call', elsewhere);
  await expect.poll(holder.lookedAt).toBe(call);
});

test('somebody at the door is on the badge', async ({ holder, invite, sites }) => {
  const { person: ann } = holder;
  const link = await ann.startCallWith([laterText.front.waitingRoom]);
  const ben = await invite('Ben');
  await ben.openLink(link);
  await ben.askToJoin();
  await expect.poll(holder.button).toMatchObject({
    badge: '1',
    title: 'Holler: in a call, 1 person waiting',
  });
  // Gone to another site, the call is no more; back again, it speaks for itself.
  const call = ann.page.url();
  await ann.page.goto(sites.page('somewhere else'));
  await expect.poll(holder.button).toMatchObject({ badge: '', title: extensionText.look.idle });
  await ann.page.goto(call);
  await expect.poll(holder.button).toMatchObject({ title: extensionText.look.lobby });
  await ann.page.close();
  await expect.poll(holder.button).toMatchObject({ badge: '', title: extensionText.look.idle });
});

test('a call in another window is told of, and returned to', async ({ holder, sites }) => {
  const { person: ann } = holder;
  await ann.startCall();
  const call = await holder.tabOf(ann.page);
  const before = await holder.openTab(sites.page('in front of the call'));
  const elsewhere = await holder.openTab(sites.page('somewhere else'));
  await holder.inWindowOfItsOwn(elsewhere);
  await before.bringToFront();
  await holder.command('toggle-microphone', elsewhere);
  await expect(ann.tool(text.call.microphone)).toHaveAttribute('aria-pressed', 'false');
  expect(await holder.isInFront(call)).toBe(false);
  await holder.command('return-to-call', elsewhere);
  await expect.poll(() => holder.isInFront(call)).toBe(true);
});

test('a plain click starts the call at once, for whoever wants it so, and never a second one', async ({
  holder,
}) => {
  const { person: ann } = holder;
  await rememberName(ann);
  await holder.settings({ click: 'start' });
  await expect.poll(holder.button).toMatchObject({ popup: '' });
  await holder.click();
  await expect(ann.toolbar).toBeVisible();
  await expect(ann.page.getByText(text.call.copied)).toBeVisible();
  await expect.poll(async () => (await holder.button()).popup).toMatch(/popup\/index\.html$/);
});

async function rememberName(ann: Person): Promise<void> {
  await ann.page.goto('/');
  await ann.page.evaluate(() => localStorage.setItem('holler.name', 'Ann'));
}
