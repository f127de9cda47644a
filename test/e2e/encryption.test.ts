import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expectNoMesh, openLinks, receivedMedia } from './support/connections.ts';
import { withoutFrameSealing } from './support/in-page-quirks.ts';
import type { Person } from './support/person.ts';
import { expectSilent, expectTogether } from './support/senses.ts';
import { expect, type Invite, test } from './support/test.ts';

test.use({ sfu: true });

test.describe.configure({ timeout: 300_000 });

test('on the media server only those who have the key see and hear each other', async ({
  invite,
}) => {
  const [ann, ben, cleo, link] = await callOnMediaServer(invite);

  await test.step('who joined by the id alone was handed the key', async () => {
    await expectTogether(ann, ben, cleo);
    for (const person of [ann, ben, cleo]) await expectBadge(person, 'held');
  });

  await test.step('all of them read the same digits', async () => {
    const code = await codeOf(ann);
    expect(code).toMatch(/^\d{5}( \d{5}){5}$/);
    await expect.poll(() => codeOf(ben)).toBe(code);
    await expect.poll(() => codeOf(cleo)).toBe(code);
  });

  const dan = await invite('Dan', { overhears: true });
  await test.step('with a wrong key nothing is seen or heard, at either end', async () => {
    await dan.joinBy(withOtherKey(link));
    await expectBadge(dan, 'unfit');
    for (const other of [ann, ben]) {
      await expectNoPicture(dan, other);
      await expectSilent(dan, other);
      await expectNoPicture(other, dan);
      await expectSilent(other, dan);
    }
    const received = async () => (await receivedMedia(dan)).bytes;
    await expect.poll(received, 'the server does forward').toBeGreaterThan(50_000);
    expect((await receivedMedia(dan)).framesDecoded, 'and nothing of it decodes').toBe(0);
  });

  await test.step('who is removed takes no key along: the others have another one', async () => {
    await ann.openPanel('people');
    const sights = await Promise.all([ann, ben, cleo].map(watchForSeals));
    await ann.remove(dan);
    await dan.expectPage(text.endings.removed.title);
    for (const person of [ann, ben, cleo]) {
      await expect.poll(() => generationOf(person)).toBe(1);
      await expectBadge(person, 'held');
    }
    await expectTogether(ann, ben, cleo);
    for (const sealed of sights)
      expect(await sealed(), 'nobody lacked the key for a moment').toBe(0);
  });

  await test.step('who comes later by the whole link is handed the new one', async () => {
    const eve = await invite('Eve', { overhears: true });
    await eve.openLink(link);
    await eve.askToJoin();
    await ann.people.getByRole('button', { name: laterText.people.admitNamed('Eve') }).click();
    await expectTogether(ann, eve);
  });
});

test('a browser that cannot encrypt is told before joining, and keeps the call a mesh', async ({
  invite,
}) => {
  const old = await invite('Old');
  await old.context.addInitScript(withoutFrameSealing);
  const [ann, ben] = [
    await invite('Ann', { overhears: true }),
    await invite('Ben', { overhears: true }),
  ];
  const link = await ann.startCall();
  await ben.joinBy(link);
  await old.openLink(link);
  await expect(old.page.getByText(text.lobby.cannotEncrypt)).toBeVisible();
  await old.join();
  await ann.page.evaluate(() => window.overheard.complain());
  await expectTogether(ann, ben, old);
  for (const person of [ann, ben, old]) {
    expect(await openLinks(person)).toEqual({ mesh: 2, server: 0 });
    await expectBadge(person, 'direct');
  }
});

async function callOnMediaServer(invite: Invite): Promise<[Person, Person, Person, string]> {
  const ann = await invite('Ann', { overhears: true });
  const ben = await invite('Ben', { overhears: true });
  const cleo = await invite('Cleo', { overhears: true });
  const link = await ann.startCall();
  await ben.joinBy(link);
  await cleo.joinBy(withoutKey(link));
  await expectBadge(cleo, 'direct');
  await ann.page.evaluate(() => window.overheard.complain());
  await expectNoMesh(ann, ben, cleo);
  return [ann, ben, cleo, link];
}

function withoutKey(link: string): string {
  return link.replace(/#.*$/, '');
}

function withOtherKey(link: string): string {
  return link.replace(/#(.)/, (_, letter) => `#${letter === 'A' ? 'B' : 'A'}`);
}

/** No frame is shown, and whoever looks is told what is missing. */
async function expectNoPicture(viewer: Person, sender: Person): Promise<void> {
  const tile = viewer.tile(sender);
  await expect(tile).toHaveAttribute('data-path', 'sealed');
  await expect(tile.getByText(text.call.paths.sealed)).toBeVisible();
  await expect(tile.locator('video:visible')).toHaveCount(0);
  const frames = async () => (await viewer.look(sender, 'camera'))?.frames ?? 0;
  expect(await frames()).toBe(0);
}

async function expectBadge(person: Person, privacy: keyof typeof laterText.privacy.badges) {
  const badge = person.page.locator('.privacy-badge');
  await expect(badge).toHaveAttribute('data-privacy', privacy, { timeout: 15_000 });
  await expect(badge).toHaveText(laterText.privacy.badges[privacy]);
}

async function codeOf({ page }: Person): Promise<string> {
  await page.locator('.privacy-badge').click();
  const dialog = page.getByRole('dialog', { name: laterText.privacy.title });
  const code = dialog.locator('.code');
  await expect(code).toHaveText(/\d/);
  const digits = (await code.innerText()).split(/\s+/).join(' ').trim();
  await dialog.getByRole('button', { name: text.call.done }).click();
  return digits;
}

/** Counts from now on how often the picture of somebody who stays was there, and could not be opened. */
async function watchForSeals({ page }: Person): Promise<() => Promise<number>> {
  const staying = page.locator('article[data-path]:not([data-path="sealed"])');
  const seals = await staying.evaluateAll((tiles) => {
    const seen = { count: 0 };
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (target instanceof HTMLElement && target.dataset.path === 'sealed') seen.count += 1;
      }
    });
    for (const tile of tiles) observer.observe(tile, { attributeFilter: ['data-path'] });
    Object.assign(window, { seals: seen });
    return seen.count;
  });
  expect(seals).toBe(0);
  return () => page.evaluate(() => (window as unknown as { seals: { count: number } }).seals.count);
}

function generationOf({ page }: Person): Promise<number> {
  return page.evaluate(() => window.overheard.generation);
}
