import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { sentPicture } from './support/connections.ts';
import { sufferFrom } from './support/in-page-line.ts';
import type { Person } from './support/person.ts';
import { expectHears, expectSees, expectSeesNot } from './support/senses.ts';
import { expect, test } from './support/test.ts';

const { label, choices } = laterText.saving;
/** Who sees few pixels is sent few. */
const fineScreen = { deviceScaleFactor: 1 };

async function choose(person: Person, choice: keyof typeof choices): Promise<void> {
  await person.press(text.call.settings);
  const dialog = person.page.getByRole('dialog');
  await dialog.getByLabel(label).selectOption(choices[choice]);
  await dialog.getByRole('button', { name: text.call.done }).click();
}

test('who saves data gets small pictures, and sends them', async ({ invite }) => {
  const ann = await invite('Ann', { devices: 'browser', context: fineScreen });
  const ben = await invite('Ben', { devices: 'browser', context: fineScreen });
  await ben.joinBy(await ann.startCall());
  await expect.poll(() => sentPicture(ben, 'camera')).toMatchObject({ height: 720 });

  await choose(ann, 'save-data');
  await expect.poll(() => sentPicture(ann, 'camera')).toMatchObject({ captured: 360 });
  await expect.poll(() => sentPicture(ben, 'camera')).toMatchObject({ captured: 720, height: 180 });

  await choose(ann, 'automatic');
  await expect.poll(() => sentPicture(ann, 'camera')).toMatchObject({ captured: 720 });
  await expect.poll(() => sentPicture(ben, 'camera')).toMatchObject({ height: 720 });
});

test('who wants the sound alone gets no faces, but screens, also the next time', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectSees(ann, ben);

  await choose(ann, 'audio-only');
  await expectSeesNot(ann, ben);
  await expectHears(ann, ben);
  await expectSeesNot(ben, ann);
  await expectHears(ben, ann);
  await expect.poll(() => sentPicture(ben, 'camera')).toBeNull();
  await ben.share(true);
  await expectSees(ann, ben, { of: 'screen' });

  await test.step('after a reload', async () => {
    await ann.reload();
    await expectSees(ann, ben, { of: 'screen' });
    await expectSeesNot(ann, ben);
    await expectSeesNot(ben, ann);
  });

  await test.step('until they change their mind', async () => {
    await choose(ann, 'automatic');
    await expectSees(ann, ben);
    await ann.turn('camera', true);
    await expectSees(ben, ann);
  });
});

test('a screen on which something moves is sent as a film', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben', { context: fineScreen });
  await ben.joinBy(await ann.startCall());
  await ann.share(true);
  await expect
    .poll(() => sentPicture(ann, 'screen'))
    .toMatchObject({ framerate: 15, degrades: 'maintain-resolution' });
  await expect
    .poll(() => sentPicture(ann, 'screen'), { timeout: 15_000 })
    .toMatchObject({ framerate: 30, degrades: 'balanced' });
  await expectSees(ben, ann, { of: 'screen' });
});

/** It has to be so for nine seconds, and is looked at every three. */
const noticed = { timeout: 25_000 };

test('whose line is too thin is told, once, and can save data', async ({ invite }) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const cleo = await invite('Cleo');
  await ann.page.addInitScript(sufferFrom, 'bandwidth' as const);
  const link = await ann.startCall();
  for (const other of [ben, cleo]) await other.joinBy(link);

  const notice = ann.page.getByText(laterText.saving.weak);
  await expect(notice).toBeVisible(noticed);
  await expect(ben.page.getByText(laterText.saving.weak), 'no fault of Ben’s').toBeHidden();
  await ann.button(laterText.saving.choices['save-data']).click();
  await ann.press(text.call.settings);
  await expect(ann.page.getByLabel(laterText.saving.label)).toHaveValue('save-data');
});
