import { findProgram } from '../../edge/dev/find-program.ts';
import {
  expectHears,
  expectSees,
  expectSeesAndHearsSomething,
  expectTogether,
} from '../e2e/support/senses.ts';
import { test } from '../e2e/support/test.ts';
import { inviteToFirefox } from './support/firefox.ts';

test('Chromium and Firefox see and hear each other, whichever of them comes last', async ({
  invite,
}) => {
  const firefox = findProgram(['firefox-esr', 'firefox']);
  test.skip(firefox === null, 'Firefox is not installed');
  const ann = await invite('Ann');
  const cleo = await invite('Cleo');
  const ben = await inviteToFirefox(firefox ?? '', 'Ben');
  try {
    const link = await ann.startCall();
    await ben.joinBy(link);
    await cleo.joinBy(link);

    await expectTogether(ann, cleo);
    for (const other of [ann, cleo]) {
      await expectSees(ben, other);
      await expectHears(ben, other);
      await expectSeesAndHearsSomething(other, ben);
    }

    await ann.share(true);
    await expectSees(ben, ann, { of: 'screen' });
    await expectHears(ben, ann, { of: 'screen-audio' });
  } finally {
    await ben.close();
  }
});
