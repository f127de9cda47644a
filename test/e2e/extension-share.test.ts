import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import type { Person } from './support/person.ts';
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

test('the shared tab goes on sounding here, is followed wherever it goes, and ends when it is closed', async ({
  holder,
  invite,
  sites,
}) => {
  test.slow();
  const { person: ann } = holder;
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  const tab = await holder.openTab(sites.show(first.hue, first.toneHz));
  await holder.command('share-tab', tab);
  await expectSees(ben, ann, { of: 'screen', hue: first.hue });
  await expect.poll(() => levelHere(ann, first.toneHz)).toBeGreaterThan(-50);

  await tab.goto(sites.show(second.hue, second.toneHz));
  await tab.locator('body').click();
  await expectSees(ben, ann, { of: 'screen', hue: second.hue });
  await expectHears(ben, ann, { of: 'screen-audio', toneHz: second.toneHz });

  await tab.close();
  await expect(ben.tile(ann, 'screen')).toHaveCount(0);
  await expect.poll(holder.session).toMatchObject({ sharing: null, asked: null });
});

test('with no call the same key starts one, and the tab is in it', async ({
  holder,
  invite,
  sites,
}) => {
  test.slow();
  const { person: ann } = holder;
  const tab = await holder.openTab(sites.show(first.hue, first.toneHz));
  const opened = ann.context.waitForEvent('page');
  await holder.command('share-tab', tab);
  const call = ann.inTab(await opened);
  // Nobody has said their name in this browser yet.
  await call.join();
  await expect(call.tool(text.call.share)).toHaveAttribute('aria-pressed', 'true');

  const ben = await invite('Ben');
  await ben.joinBy(call.page.url());
  await expectSees(ben, ann, { of: 'screen', hue: first.hue });
  await expectHears(ben, ann, { of: 'screen-audio', toneHz: first.toneHz });
});

test('sharing outlives the worker, and so does stopping it', async ({ holder, invite, sites }) => {
  const { person: ann } = holder;
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  const tab = await holder.openTab(sites.show(first.hue, first.toneHz));
  await holder.command('share-tab', tab);
  await expectSees(ben, ann, { of: 'screen', hue: first.hue });
  await holder.stopWorker();
  await expectSees(ben, ann, { of: 'screen', hue: first.hue });
  await holder.command('share-tab', tab);
  await expect(ben.tile(ann, 'screen')).toHaveCount(0);
});

test('the call itself is not shared into itself', async ({ holder }) => {
  await holder.person.startCall();
  await holder.command('share-tab', holder.person.page);
  await expect.poll(holder.session).toMatchObject({ notice: 'own-page' });
});

test.describe('a page that the browser lets nobody capture', () => {
  test.use({ mayCapture: false });

  test('is answered with a sentence', async ({ holder }) => {
    const { person: ann } = holder;
    await ann.startCall();
    const page = await ann.context.newPage();
    await page.goto('chrome://version');
    await holder.command('share-tab', page);
    await expect.poll(holder.button).toMatchObject({
      badge: '!',
      title: extensionText.notices.uncapturable,
    });
    const popup = await holder.popup();
    await expect(popup.getByText(extensionText.notices.uncapturable)).toBeVisible();
    await popup.getByRole('button', { name: extensionText.popup.dismiss }).click();
    await expect.poll(holder.button).toMatchObject({ badge: '' });
  });
});

/** What their own page plays of the tab, which the browser has silenced. */
function levelHere(person: Person, toneHz: number): Promise<number> {
  return person.page.evaluate(async (wanted) => {
    const player = document.querySelector<HTMLAudioElement>('audio[data-seat="own"]');
    if (player === null || player.paused || !(player.srcObject instanceof MediaStream)) return -200;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 4_096, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(player.srcObject).connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    await context.close();
    return levels[Math.round((wanted * analyser.fftSize) / context.sampleRate)] ?? -200;
  }, toneHz);
}
