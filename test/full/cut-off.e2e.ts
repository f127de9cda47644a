import { text } from '../../pwa/messages/en.ts';
import { expectNoMesh } from '../e2e/support/connections.ts';
import { beginMove, callOfThree } from '../e2e/support/moving.ts';
import type { Person } from '../e2e/support/person.ts';
import { expectTogether } from '../e2e/support/senses.ts';
import { expect, test } from '../e2e/support/test.ts';

test.use({ sfu: true });

test('somebody who loses the network in the middle of a move is in the call when it is back', async ({
  invite,
}) => {
  const people = await callOfThree(invite);
  const [ann, ben, cleo] = people;
  await beginMove(ann, people);
  const reconnect = await cutOff(ben);
  await expectTogether(ann, cleo);
  await expect(ann.tile(ben).getByText(text.call.away)).toBeVisible({ timeout: 40_000 });
  await reconnect();

  await expectNoMesh(...people);
  await expectTogether(...people);
});

/** From everything: from the room, and from what media take. Resolves to what ends it. */
async function cutOff({ context, page }: Person): Promise<() => Promise<void>> {
  const cdp = await context.newCDPSession(page);
  const unlimited = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  const set = (offline: boolean, packetLoss: number) =>
    cdp.send('Network.emulateNetworkConditions', { ...unlimited, offline, packetLoss });
  await set(true, 100);
  return async () => void (await set(false, 0));
}
