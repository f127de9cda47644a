import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expect, test } from '../e2e/support/test.ts';
import { countLeftovers } from './support/leftovers.ts';

const cycles = 200;
/** Until caches are warm and the lazily loaded screens are there. */
const warmUp = 5;
/** What the browser counts is never quite still; one thing left behind per cycle would be far more. */
const noise = cycles / 10;

test(`${cycles} times joining and leaving in one page leave nothing behind`, async ({ invite }) => {
  test.setTimeout(2_400_000);
  const ann = await invite('Ann');
  const ben = await invite('Ben', { bare: true });
  const link = await ann.startCall();
  const devTools = await ben.context.newCDPSession(ben.page);
  await devTools.send('Performance.enable');

  async function open(): Promise<void> {
    await ben.page.getByLabel(laterText.front.link).fill(link);
    await ben.button(laterText.front.join).click();
    await ben.join();
    await expect(ben.tile(ann)).toHaveAttribute('data-path', 'direct');
    await expect(ben.tile(ann).locator('video')).toBeVisible();
  }
  async function leave(): Promise<void> {
    await ben.leave();
    await ben.page.getByRole('link', { name: text.endingActions.home }).click();
    await expect(ben.button(laterText.front.start)).toBeVisible();
  }
  async function comeAndGo(times: number): Promise<void> {
    for (let cycle = 0; cycle < times; cycle += 1) {
      await open();
      await leave();
    }
  }

  await ben.openFront();
  await comeAndGo(warmUp);
  const before = await countLeftovers(devTools);
  await open();
  const during = await countLeftovers(devTools);
  expect(during.connections, 'what is there is counted').toBeGreaterThan(0);
  expect(during.liveTracks, 'what is there is counted').toBeGreaterThan(1);
  expect(during.sockets, 'what is there is counted').toBeGreaterThan(1);
  await leave();

  await comeAndGo(cycles);
  const after = await countLeftovers(devTools);
  expect(after).toMatchObject({ connections: 0, liveTracks: 0, sockets: 0, audioContexts: 0 });
  expect(after.listeners).toBeLessThan(before.listeners + noise);
  expect(after.elements).toBeLessThan(before.elements + noise);

  await open();
  await expect.poll(async () => (await ann.look(ben, 'camera'))?.frames).toBeGreaterThan(1);
});
