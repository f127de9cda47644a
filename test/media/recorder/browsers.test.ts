import { EventEmitter } from 'node:events';
import type { Browser } from 'playwright';
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

test('the next one is started when none is in use any more', async () => {
  const { browsers, launched } = setup();
  const [one, other] = [await browsers.take(), await browsers.take()];
  browsers.prepare();
  await browsers.release(one);
  expect(launched).toHaveLength(2);
  await browsers.release(other);
  expect(launched).toHaveLength(3);
  expect(launched.map(({ open }) => open)).toEqual([false, false, true]);
});

test('one that has ended meanwhile is not taken, and can be replaced', async () => {
  const { browsers, launched } = setup();
  browsers.prepare();
  await settled();
  launched[0]?.emit('disconnected');
  browsers.prepare();
  expect(await browsers.take()).toBe(launched[1]);
});

test('one that opens nothing any more is closed, and another one taken', async () => {
  const { browsers, launched } = setup();
  browsers.prepare();
  await settled();
  const [first] = launched;
  if (first) first.opens = false;
  expect(await browsers.take()).toBe(launched[1]);
  expect(first?.open).toBe(false);
});

test('one that did not start is tried again by whoever needs it', async () => {
  const { browsers, launched } = setup({ failures: 1 });
  browsers.prepare();
  expect(await browsers.take()).toBe(launched[0]);
});

test('what was not taken is closed, and none is started after that', async () => {
  const { browsers, launched } = setup();
  const used = await browsers.take();
  await browsers.release(used);
  await browsers.close();
  browsers.prepare();
  expect(launched.map(({ open }) => open)).toEqual([false, false]);
});

class FakeBrowser extends EventEmitter {
  open = true;
  opens = true;

  async newContext() {
    if (!this.opens) throw new Error('It opens nothing');
    return { close: async () => {} };
  }

  async close() {
    this.open = false;
  }
}

function setup({ failures = 0 } = {}) {
  const launched: FakeBrowser[] = [];
  let left = failures;
  const browsers = createBrowsers(async () => {
    left -= 1;
    if (left >= 0) throw new Error('It did not start');
    const browser = new FakeBrowser();
    launched.push(browser);
    return browser as unknown as Browser;
  });
  return { browsers, launched };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}
