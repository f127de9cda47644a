import { text } from '../../pwa/messages/en.ts';
import type { Person } from './support/person.ts';
import { expectHears, expectSees, expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

const backWithinMs = 2_000;

test('the edge dies and comes back in mid-call: media flows on, nothing is lost or doubled', async ({
  invite,
  stack,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  const cleo = await invite('Cleo');
  const link = await ann.startCall();
  await ben.joinBy(link);
  await cleo.joinBy(link);
  await expectTogether(ann, ben, cleo);
  for (const person of [ann, ben]) await person.openPanel('chat');
  await ann.write('before');
  await expect(ben.chat.getByText('before')).toBeVisible();

  await stack.killEdge();
  await expect(reconnecting(ann)).toBeVisible();
  await expectSees(ann, ben);
  await expectHears(ben, ann);
  await ann.write('meanwhile');
  await ben.turn('microphone', false);

  await stack.restartEdge();
  await Promise.all(
    [ann, ben, cleo].map((person) =>
      expect(reconnecting(person)).toBeHidden({ timeout: backWithinMs }),
    ),
  );
  await ben.write('after');
  for (const message of ['before', 'meanwhile', 'after']) {
    await expect(ann.chat.getByText(message, { exact: true })).toHaveCount(1);
    await expect(ben.chat.getByText(message, { exact: true })).toHaveCount(1);
  }
  await expect(ann.tool(text.call.endForAll), 'still the host').toBeVisible();
  await expect(ann.tile(ben)).toContainText(text.call.muted);
  await ben.turn('microphone', true);
  await expectTogether(ann, ben, cleo);
});

function reconnecting(person: Person) {
  return person.page.getByText(text.call.reconnecting);
}
