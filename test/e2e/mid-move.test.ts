import { text } from '../../pwa/messages/en.ts';
import { expectNoMesh } from './support/connections.ts';
import { promptCount, rememberTiles, remountedTiles } from './support/continuity.ts';
import type { Person } from './support/person.ts';
import { expectHears, expectSees, expectSilent, expectTogether } from './support/senses.ts';
import { expect, type Invite, test } from './support/test.ts';

test.use({ sfu: true });

test.describe.configure({ timeout: 180_000 });

test('who is muted, what is shared and what is shown large are after a move as before', async ({
  invite,
}) => {
  const people = await callOfThree(invite);
  const [ann, ben, cleo] = people;
  await ben.turn('microphone', false);
  await cleo.share(true);
  await expectSees(ann, cleo, { of: 'screen' });
  const pin = ann.tile(ben).getByRole('button', { name: text.call.pin('Ben') });
  await pin.click();
  await Promise.all(people.map(rememberTiles));
  const prompts = await Promise.all(people.map(promptCount));

  await beginMove(ann, people);
  await expectNoMesh(...people);
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  await expectSees(ann, ben);
  await expectSilent(ann, ben);
  await expectHears(ben, cleo, { of: 'screen-audio' });
  for (const viewer of [ann, ben]) await expectSees(viewer, cleo, { of: 'screen' });
  for (const person of people) expect(await remountedTiles(person), person.name).toEqual([]);
  expect(await Promise.all(people.map(promptCount))).toEqual(prompts);

  await ben.turn('microphone', true);
  await expectTogether(...people);
});

test('a screen that is shared and a camera that is changed in the middle of a move arrive', async ({
  invite,
}) => {
  const people = await callOfThree(invite);
  const [ann, ben, cleo] = people;
  await ben.press(text.call.settings);
  await beginMove(ann, people);
  const [, camera] = ben.looks.cameras;
  if (camera === undefined) throw new Error('Ben has two cameras');
  await Promise.all([
    ben.page
      .getByRole('dialog')
      .getByLabel(text.devices.camera)
      .selectOption({ label: camera.label }),
    cleo.share(true),
    ann.turn('microphone', false),
  ]);

  await expectNoMesh(...people);
  for (const viewer of [ann, cleo]) await expectSees(viewer, ben, camera);
  for (const viewer of [ann, ben]) {
    await expectSees(viewer, cleo, { of: 'screen' });
    await expectHears(viewer, cleo, { of: 'screen-audio' });
  }
  await expectSilent(ben, ann);
  await ann.turn('microphone', true);
  await expectTogether(ann, cleo);
});

test('one leaves, one comes, and a second reason to move is given in the middle of a move', async ({
  invite,
}) => {
  const people = await callOfThree(invite);
  const [ann, ben, cleo] = people;
  const dan = await invite('Dan', { overhears: true });
  await dan.openLink(ann.page.url());
  await beginMove(ann, people);
  await Promise.all([
    cleo.leave(),
    dan.join(),
    ben.page.evaluate(() => window.overheard.complain()),
  ]);

  await expectNoMesh(ann, ben, dan);
  await expectTogether(ann, ben, dan);
  await expect(ann.tile(cleo)).toHaveCount(0);
});

test('the edge dies in the middle of a move, which goes on when it is back', async ({
  invite,
  stack,
}) => {
  const people = await callOfThree(invite);
  const [ann] = people;
  await beginMove(ann, people);
  await stack.killEdge();
  for (const [viewer, sender] of pairs(people)) await expectSees(viewer, sender);
  await stack.restartEdge();

  await expectNoMesh(...people);
  await expectTogether(...people);
});

test('who loses the network in the middle of a move is in the call when it is back', async ({
  invite,
}) => {
  const people = await callOfThree(invite);
  const [ann, ben, cleo] = people;
  await beginMove(ann, people);
  const reconnect = await cutOff(ben);
  await expectTogether(ann, cleo);
  await expect(ann.tile(ben).getByText(text.call.away)).toBeVisible({ timeout: 40_000 });
  await reconnect();

  await expectNoMesh(...people);
  await expectTogether(...people);
});

type Three = readonly [Person, Person, Person];

async function callOfThree(invite: Invite): Promise<Three> {
  const ann = await invite('Ann', { overhears: true });
  const ben = await invite('Ben', { overhears: true });
  const cleo = await invite('Cleo', { overhears: true });
  const link = await ann.startCall();
  for (const late of [ben, cleo]) await late.joinBy(link);
  await expectTogether(ann, ben, cleo);
  return [ann, ben, cleo];
}

/** Resolves once everybody has heard of it: the move itself takes seconds. */
async function beginMove(first: Person, everybody: readonly Person[]): Promise<void> {
  await first.page.evaluate(() => window.overheard.complain());
  const hearsOfIt = () => window.overheard.transport === 'moving';
  await Promise.all(everybody.map(({ page }) => page.waitForFunction(hearsOfIt)));
}

/** From everything: from the room, and from what media take. Resolves to what ends it. */
async function cutOff({ context, page }: Person): Promise<() => Promise<void>> {
  const cdp = await context.newCDPSession(page);
  const unlimited = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  const set = (offline: boolean, packetLoss: number) =>
    cdp.send('Network.emulateNetworkConditions', { ...unlimited, offline, packetLoss });
  await set(true, 100);
  return async () => void (await set(false, 0));
}

function pairs(people: readonly Person[]): [Person, Person][] {
  return people.flatMap((one) =>
    people.filter((other) => other !== one).map((other): [Person, Person] => [one, other]),
  );
}
