import { text } from '../../pwa/messages/en.ts';
import { expectNoMesh } from './support/connections.ts';
import { promptCount, rememberTiles, remountedTiles } from './support/continuity.ts';
import { beginMove, callOfThree } from './support/moving.ts';
import type { Person } from './support/person.ts';
import { expectHears, expectSees, expectSilent, expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test.use({ sfu: true });

test.describe.configure({ timeout: 180_000 });

test('what was muted, shared and pinned stays so, and what changes in the middle of a move arrives', async ({
  invite,
}) => {
  const people = await callOfThree(invite);
  const [ann, ben, cleo] = people;
  await ben.turn('microphone', false);
  await cleo.share(true);
  await expectSees(ann, cleo, { of: 'screen' });
  const pin = ann.tile(ben).getByRole('button', { name: text.call.pin('Ben') });
  await pin.click();
  await ben.press(text.call.settings);
  await Promise.all(people.map(rememberTiles));
  const prompts = await Promise.all(people.map(promptCount));

  await beginMove(ann, people);
  const [, camera] = ben.looks.cameras;
  if (camera === undefined) throw new Error('Ben has two cameras');
  await Promise.all([
    ben.page
      .getByRole('dialog')
      .getByLabel(text.devices.camera)
      .selectOption({ label: camera.label }),
    ann.share(true),
    cleo.turn('microphone', false),
  ]);

  await expectNoMesh(...people);
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  for (const viewer of [ann, cleo]) await expectSees(viewer, ben, camera);
  await expectSilent(ann, ben);
  await expectHears(ben, cleo, { of: 'screen-audio' });
  for (const viewer of [ann, ben]) await expectSees(viewer, cleo, { of: 'screen' });
  for (const viewer of [ben, cleo]) {
    await expectSees(viewer, ann, { of: 'screen' });
    await expectHears(viewer, ann, { of: 'screen-audio' });
  }
  await expectSilent(ben, cleo);
  for (const person of people) expect(await remountedTiles(person), person.name).toEqual([]);
  expect(await Promise.all(people.map(promptCount)), 'only who chose another camera').toEqual(
    prompts.map((count, index) => (people[index] === ben ? count + 1 : count)),
  );

  await ben.page.keyboard.press('Escape');
  await ben.turn('microphone', true);
  await cleo.turn('microphone', true);
  await expectHears(ann, ben);
  await expectHears(ann, cleo);
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

function pairs(people: readonly Person[]): [Person, Person][] {
  return people.flatMap((one) =>
    people.filter((other) => other !== one).map((other): [Person, Person] => [one, other]),
  );
}
