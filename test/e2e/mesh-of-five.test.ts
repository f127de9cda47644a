import { text } from '../../pwa/messages/en.ts';
import { expectHears, expectSees, expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test('five see and hear each other and a shared screen; a sixth is told what is missing', async ({
  invite,
}) => {
  test.slow();
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const cleo = await invite('Cleo');
  const dan = await invite('Dan');
  const eve = await invite('Eve');
  const link = await ann.startCall();
  for (const late of [ben, cleo, dan]) await late.joinBy(link);
  await ben.share(true);
  await expectTogether(ann, ben, cleo, dan);

  await test.step('who comes late gets everything', async () => {
    await eve.joinBy(link);
    await expectTogether(ann, ben, cleo, dan, eve);
    for (const viewer of [ann, cleo, dan, eve]) {
      await expectSees(viewer, ben, { of: 'screen' });
      await expectHears(viewer, ben, { of: 'screen-audio' });
    }
  });

  const fay = await invite('Fay');
  await test.step('there is no sixth place', async () => {
    await fay.openLink(link);
    await expect(fay.page.getByText(text.lobby.fullNote)).toBeVisible();
    await fay.askToJoin();
    await fay.expectPage(text.endings['no-media-server'].title);
  });

  await test.step('a place becomes free', async () => {
    await cleo.leave();
    for (const viewer of [ann, ben, dan, eve]) await expect(viewer.tile(cleo)).toHaveCount(0);
    await fay.button(text.endingActions.tryAgain).click();
    await fay.join();
    await expectTogether(ann, ben, dan, eve, fay);
  });
});
