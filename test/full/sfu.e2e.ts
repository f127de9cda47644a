import { text } from '../../pwa/messages/en.ts';
import { connectionCount, expectNoMesh, openLinks } from '../e2e/support/connections.ts';
import { rememberTiles, remountedTiles } from '../e2e/support/continuity.ts';
import type { Person } from '../e2e/support/person.ts';
import { expectTogether } from '../e2e/support/senses.ts';
import { expect, test } from '../e2e/support/test.ts';

test.use({ sfu: true });

/** A minute of calm, and what the move itself takes. */
const calmMs = 90_000;

test('a large call that has become small moves back to a mesh after a minute of calm', async ({
  invite,
}) => {
  const small = [await invite('Ann'), await invite('Ben'), await invite('Cleo')] as const;
  const passing = [await invite('Dan'), await invite('Eve'), await invite('Fay')] as const;
  const [ann, ...others] = [...small, ...passing];
  const link = await ann.startCall();
  for (const late of others) await late.joinBy(link);
  await expectTogether(ann, ...others);
  for (const person of passing) await person.leave();
  await Promise.all(small.map(rememberTiles));

  const links = () => Promise.all(small.map(openLinks));
  await expect
    .poll(links, { timeout: calmMs, message: 'two links each, and none to the media server' })
    .toEqual(small.map(() => ({ mesh: 2, server: 0 })));
  await expectTogether(...small);
  for (const person of small) expect(await remountedTiles(person), person.name).toEqual([]);
});

test('without its media server a call of five goes on untouched, and the sixth is told why', async ({
  invite,
  stack,
}) => {
  const ann = await invite('Ann');
  const others: Person[] = [];
  for (const name of ['Ben', 'Cleo', 'Dan', 'Eve']) others.push(await invite(name));
  const five = [ann, ...others];
  const link = await ann.startCall();
  for (const late of others) await late.joinBy(link);
  await expectTogether(...five);
  const connections = await Promise.all(five.map(connectionCount));
  await stack.sfu?.kill();

  const fay = await invite('Fay');
  await fay.openLink(link);
  await fay.askToJoin();
  await fay.expectPage(text.endings['no-media-server'].title);
  await expectTogether(...five);
  expect(await Promise.all(five.map(connectionCount)), 'no link was made anew').toEqual(
    connections,
  );

  await stack.sfu?.restart();
  await fay.button(text.endingActions.tryAgain).click();
  await fay.join();
  await expectNoMesh(...five, fay);
  await expectTogether(...five, fay);
});
