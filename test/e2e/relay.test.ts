import { expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

test.use({ turn: true });

test('where nothing but TURN gets through, a call connects and says that it is relayed', async ({
  invite,
  stack,
}) => {
  test.skip(stack.turn === null, 'coturn is not installed');
  const ann = await invite('Ann', { relayOnly: true });
  const ben = await invite('Ben', { relayOnly: true });
  await ben.joinBy(await ann.startCall());

  await expectTogether(ann, ben);
  await expect(ann.tile(ben)).toHaveAttribute('data-path', 'relayed');
  await expect(ann.tile(ben)).toContainText('relayed');
  await expect(ben.tile(ann)).toHaveAttribute('data-path', 'relayed');
});
