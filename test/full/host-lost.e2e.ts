import { limits } from '../../edge/protocol/limits.ts';
import { text } from '../../pwa/messages/en.ts';
import { expectTogether } from '../e2e/support/senses.ts';
import { expect, test } from '../e2e/support/test.ts';
import { threeInACall } from '../e2e/support/three.ts';

test('when the host is lost for good, hosting passes to who has been there longest', async ({
  invite,
}) => {
  const { ann, ben, cleo } = await threeInACall(invite);
  await expectTogether(ann, ben, cleo);

  await ann.context.close();
  await expect(ben.tile(ann), 'a moment of patience').toContainText(text.call.away);
  await expect(ben.tile(ann)).toHaveCount(0, { timeout: 30_000 });
  await expect(ben.tool(text.call.endForAll), 'her seat is kept').toHaveCount(0);

  const timeout = limits.seatGraceMs + 15_000;
  await expect(ben.tool(text.call.endForAll)).toBeVisible({ timeout });
  await expect(cleo.tool(text.call.endForAll)).toHaveCount(0);
  await expectTogether(ben, cleo);
});
