import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

test('in a call the page has put nothing on its window that a test, or a stranger, could hold on to', async ({
  invite,
}) => {
  const ann = await invite('Ann', { bare: true });
  await ann.page.goto('/healthz');
  const empty = await globalsOf(ann.page);
  await ann.startCall();
  const inCall = await globalsOf(ann.page);
  expect(inCall.filter((name) => !empty.includes(name))).toEqual([]);
});

function globalsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.getOwnPropertyNames(window));
}
