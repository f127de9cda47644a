import { openLinks } from './support/connections.ts';
import { reachNoBrowser, sufferFrom } from './support/in-page-line.ts';
import { expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test.use({ sfu: true });
test.describe.configure({ timeout: 120_000 });

test('a mesh that one machine cannot carry moves to it', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const cleo = await invite('Cleo');
  await ann.page.addInitScript(sufferFrom, 'cpu' as const);
  const link = await ann.startCall();
  for (const other of [ben, cleo]) await other.joinBy(link);
  await expectTogether(ann, ben, cleo);
  for (const person of [ann, ben, cleo]) {
    await expect.poll(() => openLinks(person), { timeout: 45_000 }).toMatchObject({ mesh: 0 });
  }
  await expectTogether(ann, ben, cleo);
});

test('two whose browsers find no way to each other meet at the media server', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  for (const { page } of [ann, ben]) await page.addInitScript(reachNoBrowser);
  await ben.joinBy(await ann.startCall());
  for (const person of [ann, ben]) {
    await expect.poll(() => openLinks(person), { timeout: 45_000 }).toMatchObject({ server: 1 });
  }
  await expectTogether(ann, ben);
});
