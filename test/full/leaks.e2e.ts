import { text } from '../../pwa/messages/en.ts';
import { expect, test } from '../e2e/support/test.ts';
import { countLeftovers } from './support/leftovers.ts';

const cycles = 200;
/** Until caches are warm and the lazily loaded screens are there. */
const warmUp = 5;

test(`${cycles} times joining and leaving in one page leave nothing behind`, async ({ invite }) => {
  test.setTimeout(1_200_000);
  const ann = await invite('Ann');
  const ben = await invite('Ben', { bare: true });
  const link = await ann.startCall();
  const devTools = await ben.context.newCDPSession(ben.page);
  await devTools.send('Performance.enable');
  await ben.openLink(link);

  async function comeAndGo(): Promise<void> {
    await ben.join();
    await expect(ben.tile(ann)).toHaveAttribute('data-path', 'direct');
    await expect(ben.tile(ann).locator('video')).toBeVisible();
    await ben.leave();
    await ben.button(text.endingActions.home).click();
    await expect(ben.button(text.front.start)).toBeVisible();
  }
  async function open(): Promise<void> {
    await ben.page.getByLabel(text.front.link).fill(link);
    await ben.button(text.front.join).click();
  }

  for (let cycle = 0; cycle < warmUp; cycle += 1) {
    await comeAndGo();
    await open();
  }
  await ben.page.goBack();
  const before = await countLeftovers(devTools);
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    await open();
    await comeAndGo();
  }
  const after = await countLeftovers(devTools);

  expect(after).toMatchObject({ connections: 0, liveTracks: 0, sockets: 0, audioContexts: 0 });
  expect(after.listeners, JSON.stringify({ before, after })).toBeLessThanOrEqual(before.listeners);
  expect(after.elements).toBeLessThanOrEqual(before.elements);

  await open();
  await ben.join();
  await expect.poll(async () => (await ann.look(ben, 'camera'))?.frames).toBeGreaterThan(1);
});
