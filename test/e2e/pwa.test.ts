import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { createMeeting } from '../support/room-client.ts';
import { expect, test } from './support/test.ts';

const withServiceWorker = { context: { serviceWorkers: 'allow' } } as const;

test('Chromium finds the app installable, with its shortcuts and links', async ({ invite }) => {
  const ann = await invite('Ann', withServiceWorker);
  await ann.openFront();
  const devTools = await ann.context.newCDPSession(ann.page);

  const { errors, data = '' } = await devTools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { shortcuts, protocol_handlers, icons } = JSON.parse(data);
  expect(shortcuts).toMatchObject([{ name: 'New call' }, { name: 'Join' }]);
  expect(protocol_handlers).toMatchObject([{ protocol: 'web+holler' }]);
  expect(icons).toContainEqual(expect.objectContaining({ purpose: 'maskable' }));

  const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
  // Every window of a test is a private one.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test('its shortcuts start a call at once, and lead to the field for a link', async ({ invite }) => {
  const ann = await invite('Ann');
  await ann.page.goto('/?join');
  await expect(ann.page.getByLabel(laterText.front.link)).toBeFocused();
  await ann.page.goto('/?new');
  await ann.join();
  const link = ann.page.url();

  const ben = await invite('Ben');
  await ben.page.goto(
    `/#open=${encodeURIComponent(`web+holler:${new URL(link).pathname.slice(1)}`)}`,
  );
  await ben.join();
  await expect(ann.tile(ben)).toBeVisible();
});

test('the shell opens offline, says so, and works again when the network is back', async ({
  invite,
}) => {
  const ann = await invite('Ann', withServiceWorker);
  await ann.openFront();
  await untilShellIsKept(ann.page);

  await ann.context.setOffline(true);
  await ann.page.reload();
  await expect(ann.page.getByText(laterText.front.offline)).toBeVisible();
  await expect(ann.button(laterText.front.start)).toBeDisabled();
  await ann.page.goto('/0000-0000-0000-0000-0000');
  await ann.expectPage(text.endings.offline.title);

  await ann.context.setOffline(false);
  await ann.startCall();
});

test('a first visit keeps the front page at once, for whoever reloads without a network', async ({
  invite,
}) => {
  const ann = await invite('Ann', withServiceWorker);
  await ann.openFront();
  const state = () =>
    ann.page.evaluate(async () => {
      const kept = await navigator.serviceWorker.getRegistration();
      return kept === undefined ? 'none' : kept.active === null ? 'on its way' : 'kept';
    });
  await expect
    .poll(state, { message: 'it does not wait for calm', timeout: 2_500 })
    .not.toBe('none');
  await expect.poll(state).toBe('kept');
  await ann.context.setOffline(true);
  await ann.page.reload();
  await expect(ann.page.getByText(laterText.front.offline)).toBeVisible();
});

test('a new version waits until the call is over', async ({ invite, stack }) => {
  const ann = await invite('Ann', withServiceWorker);
  await ann.openFront();
  await untilShellIsKept(ann.page);
  await ann.startCall();
  await appendFile(join(dirname(stack.logFile), 'program/pwa/dist/sw.js'), '\n// another version');
  await expect.poll(() => isVersionWaiting(ann.page)).toBe(true);
  await lookAway(ann.page);
  await ann.expectInCall();
  expect(await isVersionWaiting(ann.page)).toBe(true);

  await ann.leave();
  const reloaded = ann.page.waitForEvent('load');
  await lookAway(ann.page);
  await reloaded;
  await expect.poll(() => isVersionWaiting(ann.page)).toBe(false);
});

async function untilShellIsKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
}

function isVersionWaiting(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    return registration.waiting !== null;
  });
}

/** As when another window covers it; every page of a headless browser is in sight. */
async function lookAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

/** Of JavaScript, compressed: what somebody who follows a link loads before they are in the call. */
const startBudgetBytes = 75_000;

test('the way into a call loads no more code than its budget', async ({ invite, stack }) => {
  const ann = await invite('Ann');
  const scripts = new Set<string>();
  ann.page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(request.url());
  });
  const { id } = await createMeeting(stack.origin);
  await ann.page.goto(`/${id}`);
  await ann.join();
  const bodies = await Promise.all(
    [...scripts].map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())),
  );
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  expect(bodies.length).toBeGreaterThan(1);
  expect(bytes).toBeLessThan(startBudgetBytes);
});
