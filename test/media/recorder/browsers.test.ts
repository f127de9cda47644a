import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { createBrowsers } from '../../../media/recorder/capture/browsers.ts';

test('one that was started ahead is taken, once', async () => {
  const { browsers, launched } = setup();
  browsers.prepare();
  browsers.prepare();
  expect(launched).toHaveLength(1);
  expect(await browsers.take()).toBe(launched[0]);
  expect(await browsers.take()).toBe(launched[1]);
});

test('one that has ended meanwhile is not taken', async () => {
  const { browsers, launched } = setup();
  browsers.prepare();
  await launched[0]?.close();
  expect(await browsers.take()).toBe(launched[1]);
});

test('one that did not start is tried again by whoever needs it', async () => {
  const { browsers, launched } = setup({ failures: 1 });
  browsers.prepare();
  expect(await browsers.take()).toBe(launched[0]);
});

test('what was not taken is closed', async () => {
  const { browsers, launched } = setup();
  browsers.prepare();
  await browsers.close();
  expect(launched[0]?.isConnected()).toBe(false);
});

function setup({ failures = 0 } = {}) {
  const launched: Browser[] = [];
  let left = failures;
  const browsers = createBrowsers('chromium', async () => {
    left -= 1;
    if (left >= 0) throw new Error('It did not start');
    let isConnected = true;
    const close = async () => {
      isConnected = false;
    };
    const browser = { isConnected: () => isConnected, close } as Partial<Browser> as Browser;
    launched.push(browser);
    return browser;
  });
  return { browsers, launched };
}
