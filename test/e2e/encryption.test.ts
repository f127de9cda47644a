import { text } from '../../pwa/messages/en.ts';
import { openLinks, receivedMedia } from './support/connections.ts';
import { overhearRoom } from './support/in-page-room.ts';
import type { Person } from './support/person.ts';
import { expectSeesNot, expectSilent, expectTogether } from './support/senses.ts';
import { expect, type Invite, test } from './support/test.ts';

test.use({ sfu: true });

test.beforeEach(({ stack }) => {
  test.skip(stack.sfu === null, 'there is no way to run LiveKit here');
  test.setTimeout(200_000);
});

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

  const dan = await listener(invite, 'Dan');
  await test.step('with a wrong key nothing is seen or heard, at either end', async () => {
    await dan.joinBy(withOtherKey(link));
    await expectBadge(dan, 'unfit');
    for (const other of [ann, ben]) {
      await expectSeesNot(dan, other);
      await expectSilent(dan, other);
      await expectSeesNot(other, dan);
      await expectSilent(other, dan);
    }
    const media = await receivedMedia(dan);
    expect(media.bytes, 'the server does forward').toBeGreaterThan(50_000);
    expect(media.framesDecoded, 'and nothing of it decodes').toBe(0);
  });

  await test.step('who is removed takes no key along: the others have another one', async () => {
    await ann.openPanel('people');
    await (await ann.manage(dan)).getByRole('button', { name: text.people.remove }).click();
    await dan.expectPage(text.endings.removed.title);
    for (const person of [ann, ben, cleo]) {
      await expect.poll(() => generationOf(person)).toBe(1);
      await expectBadge(person, 'held');
    }
    await expectTogether(ann, ben, cleo);
  });

  await test.step('who comes later by the whole link is handed the new one', async () => {
    const eve = await listener(invite, 'Eve');
    await eve.openLink(link);
    await eve.askToJoin();
    await ann.people.getByRole('button', { name: text.people.admitNamed('Eve') }).click();
    await expectTogether(ann, eve);
  });
});

async function callOnMediaServer(invite: Invite): Promise<[Person, Person, Person, string]> {
  const ann = await listener(invite, 'Ann');
  const ben = await listener(invite, 'Ben');
  const cleo = await listener(invite, 'Cleo');
  const link = await ann.startCall();
  await ben.joinBy(link);
  await cleo.joinBy(withoutKey(link));
  await expectBadge(cleo, 'direct');
  await ann.page.evaluate(() => window.overheard.complain());
  for (const person of [ann, ben, cleo]) {
    await expect.poll(async () => (await openLinks(person)).mesh, { timeout: 30_000 }).toBe(0);
  }
  return [ann, ben, cleo, link];
}

async function listener(invite: Invite, name: string): Promise<Person> {
  const person = await invite(name);
  await person.context.addInitScript(overhearRoom);
  return person;
}

function withoutKey(link: string): string {
  return link.replace(/#.*$/, '');
}

function withOtherKey(link: string): string {
  return link.replace(/#(.)/, (_, letter) => `#${letter === 'A' ? 'B' : 'A'}`);
}

async function expectBadge(person: Person, privacy: keyof typeof text.privacy.badges) {
  const badge = person.page.locator('.privacy-badge');
  await expect(badge).toHaveAttribute('data-privacy', privacy, { timeout: 15_000 });
  await expect(badge).toHaveText(text.privacy.badges[privacy]);
}

async function codeOf({ page }: Person): Promise<string> {
  await page.locator('.privacy-badge').click();
  const dialog = page.getByRole('dialog', { name: text.privacy.title });
  const code = dialog.locator('.code');
  await expect(code).toHaveText(/\d/);
  const digits = (await code.innerText()).split(/\s+/).join(' ').trim();
  await dialog.getByRole('button', { name: text.call.done }).click();
  return digits;
}

function generationOf({ page }: Person): Promise<number> {
  return page.evaluate(() => window.overheard.generation);
}
