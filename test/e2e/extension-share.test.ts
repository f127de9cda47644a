import { text } from '../../pwa/messages/en.ts';
import { expectHears, expectSees, expectSilent, expectTogether } from './support/senses.ts';
import { expect, test } from './support/with-extension.ts';

const first = { hue: 130, toneHz: 2_900 };
const second = { hue: 250, toneHz: 3_300 };

test('one key puts the tab and its sound into the call; another tab swaps it, the same key ends it', async ({
  holder,
  invite,
  sites,
}) => {
  test.slow();
  const { person: ann } = holder;
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);

  const tab = await holder.openTab(sites.show(first.hue, first.toneHz));
  await holder.command('share-tab', tab);
  await expectSees(ben, ann, { of: 'screen', hue: first.hue });
  await expectHears(ben, ann, { of: 'screen-audio', toneHz: first.toneHz });
  await expect.poll(holder.button).toMatchObject({ badge: '▲' });

  const other = await holder.openTab(sites.show(second.hue, second.toneHz));
  await holder.command('share-tab', other);
  await expectSees(ben, ann, { of: 'screen', hue: second.hue });
  await expectHears(ben, ann, { of: 'screen-audio', toneHz: second.toneHz });

  await holder.command('share-tab', other);
  await expect(ben.tile(ann, 'screen')).toHaveCount(0);
  await expectSilent(ben, ann, 'screen-audio');
  await expect.poll(holder.button).toMatchObject({ badge: '' });
  await expect(ann.tool(text.call.share)).toHaveAttribute('aria-pressed', 'false');
});
