import { text } from '../../pwa/messages/en.ts';
import { openLinks } from './support/connections.ts';
import { sufferFrom } from './support/in-page-line.ts';
import { expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

/** It has to be so for nine seconds, and is looked at every three. */
const noticed = { timeout: 25_000 };

test('whose line is too thin is told, once, and can save data', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const cleo = await invite('Cleo');
  await ann.page.addInitScript(sufferFrom, 'bandwidth' as const);
  const link = await ann.startCall();
  for (const other of [ben, cleo]) await other.joinBy(link);

  const notice = ann.page.getByText(text.saving.weak);
  await expect(notice).toBeVisible(noticed);
  await expect(ben.page.getByText(text.saving.weak), 'no fault of Ben’s').toBeHidden();
  await ann.button(text.saving.choices['save-data']).click();
  await ann.press(text.call.settings);
  await expect(ann.page.getByLabel(text.saving.label)).toHaveValue('save-data');
});

test.describe('where there is a media server', () => {
  test.use({ sfu: true });

  test('a mesh that one machine cannot carry moves to it', async ({ invite, stack }) => {
    test.skip(stack.sfu === null, 'there is no way to run LiveKit here');
    test.setTimeout(120_000);
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
});
