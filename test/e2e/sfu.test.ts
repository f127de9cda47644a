import { expectNoMesh } from './support/connections.ts';
import { promptCount, rememberTiles, remountedTiles } from './support/continuity.ts';
import { expectHears, expectSees, expectSilent, expectTogether } from './support/senses.ts';
import { expect, type Invite, test } from './support/test.ts';

// `npm start` switches LiveKit's TURN server on, so these tests do too.
test.use({ sfu: true, turn: true });

// Six people who see and hear each other are thirty pairs, on a machine that encodes for all of them.
test.describe.configure({ timeout: 360_000 });

test('the sixth comes, and the call moves to the media server without anybody noticing', async ({
  invite,
}) => {
  const { five, link } = await callOfFive(invite);
  const [ann, ben, cleo, dan] = five;
  await test.step('in the mesh, who comes late gets the screen that is shared, and its sound', async () => {
    for (const viewer of [ann, cleo, dan, five[4]]) {
      await expectSees(viewer, ben, { of: 'screen' });
      await expectHears(viewer, ben, { of: 'screen-audio' });
    }
    await ben.share(false);
    for (const person of five) await expect(person.tile(ben, 'screen')).toHaveCount(0);
  });
  await ann.openPanel('chat');
  await Promise.all(five.map(rememberTiles));
  const prompts = await Promise.all(five.map(promptCount));

  const fay = await invite('Fay');
  const everybody = [...five, fay];
  await test.step('all see and hear all, over the media server alone', async () => {
    await fay.joinBy(link);
    await expectNoMesh(...everybody);
    await expectTogether(...everybody);
  });

  await test.step('nobody was asked for a device, and no tile was made anew', async () => {
    expect(await Promise.all(five.map(promptCount))).toEqual(prompts);
    for (const person of five) expect(await remountedTiles(person), person.name).toEqual([]);
    await expect(ann.chat, 'the chat is still open').toBeVisible();
  });

  await test.step('a microphone that is turned off is silent, and is heard again', async () => {
    await ben.turn('microphone', false);
    await expectSilent(ann, ben);
    await ben.turn('microphone', true);
    await expectHears(ann, ben);
  });

  await test.step('a screen and its sound reach everybody', async () => {
    await cleo.share(true);
    for (const viewer of everybody.filter((person) => person !== cleo)) {
      await expectSees(viewer, cleo, { of: 'screen' });
      await expectHears(viewer, cleo, { of: 'screen-audio' });
    }
    await cleo.share(false);
  });

  await test.step('who reloads is back among the others', async () => {
    await dan.reload();
    await expectTogether(dan, ann, fay);
  });
});

async function callOfFive(invite: Invite) {
  const five = [
    await invite('Ann'),
    await invite('Ben'),
    await invite('Cleo'),
    await invite('Dan'),
    await invite('Eve'),
  ] as const;
  const [ann, ben, ...others] = five;
  const link = await ann.startCall();
  await ben.joinBy(link);
  await ben.share(true);
  for (const late of others) await late.joinBy(link);
  await expectTogether(...five);
  return { five, link };
}
