import type { Page } from '@playwright/test';
import { text } from '../../pwa/messages/en.ts';
import { expect, test } from './support/with-extension.ts';

const forged = {
  here: { channel: 'holler-bridge', from: 'page', type: 'here' },
  report: {
    channel: 'holler-bridge',
    from: 'page',
    type: 'report',
    report: { phase: 'lobby', meeting: 'k3f9-7mqd-2x8v-hw4n-6tpz', name: 'Forged' },
  },
  command: {
    channel: 'holler-bridge',
    from: 'extension',
    type: 'command',
    id: '1',
    command: { type: 'hang-up' },
  },
} as const;

test('a page of another origin gets no answer, and finds no trace of the extension', async ({
  holder,
  sites,
}) => {
  const page = await holder.openTab(sites.page('<p>curious</p>'));
  const found = await page.evaluate(
    async ([messages, id]) => {
      const heard: unknown[] = [];
      addEventListener('message', ({ data }) => {
        if (!messages.some((sent) => sent.type === data.type && sent.from === data.from))
          heard.push(data);
      });
      for (const message of messages) postMessage(message, '*');
      const files = ['popup/index.html', 'icons/idle-16.png', 'content/bridge.js', 'manifest.json'];
      const loaded = await Promise.all(
        files.map((file) =>
          fetch(`chrome-extension://${id}/${file}`).then(
            () => file,
            () => null,
          ),
        ),
      );
      const spoken = await new Promise((resolve) => {
        const { runtime } =
          (globalThis as { chrome?: { runtime?: { sendMessage?: (...news: unknown[]) => void } } })
            .chrome ?? {};
        if (runtime?.sendMessage === undefined) resolve('no way to speak');
        else
          runtime.sendMessage(id, { kind: 'wish' }, (answer: unknown) =>
            resolve(answer ?? 'no answer'),
          );
      });
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { heard, loaded: loaded.filter((file) => file !== null), spoken };
    },
    [Object.values(forged), holder.browser.id] as const,
  );
  expect(found.heard).toEqual([]);
  expect(found.loaded).toEqual([]);
  expect(['no way to speak', 'no answer']).toContain(found.spoken);
  expect((await holder.session()).pages ?? []).toEqual([]);
});

test('whoever opened the page of a call, or is in a frame, cannot speak to its bridge', async ({
  holder,
  sites,
  stack,
}) => {
  const { person: ann } = holder;
  await ann.startCall();
  const evil = await holder.openTab(sites.page('<p>evil</p>'));
  const opened = ann.context.waitForEvent('page');
  await evil.evaluate((address) => {
    Object.assign(globalThis, { victim: open(address) });
  }, `${stack.origin}/`);
  const victim = await opened;
  await victim.waitForLoadState();
  await evil.evaluate((messages) => {
    const { victim } = globalThis as unknown as { victim: Window | null };
    for (const message of messages) victim?.postMessage(message, '*');
  }, Object.values(forged));
  await evil.evaluate((address) => {
    const frame = document.createElement('iframe');
    frame.src = address;
    document.body.append(frame);
  }, `${stack.origin}/`);
  await evil.waitForTimeout(800);

  await expect(ann.toolbar).toBeVisible();
  const { pages } = (await holder.session()) as { pages: { report: { name?: string } }[] };
  expect(pages.map(({ report }) => report.name)).not.toContain('Forged');
  // The page that was opened has spoken for itself, the frame has not.
  expect(pages).toHaveLength(2);
});

test('a flood of reports, and of nonsense, leaves the extension as quick as it was', async ({
  holder,
}) => {
  const { person: ann } = holder;
  await ann.startCall();
  await expect.poll(holder.button).toMatchObject({ title: 'Holler: in a call' });
  await flood(ann.page);
  // The page's own last word counts.
  await ann.turn('microphone', false);
  await expect.poll(holder.button).toMatchObject({ title: 'Holler: in a call, muted' });
  const { pages } = (await holder.session()) as { pages: unknown[] };
  expect(pages).toHaveLength(1);
});

test('a capture that is used twice, late, or by another page is refused, and shares nothing', async ({
  holder,
  sites,
}) => {
  const { person: ann } = holder;
  await ann.startCall();
  const tab = await holder.openTab(sites.show(130, 2_900));
  const [page, other] = [await holder.tabOf(ann.page), await holder.tabOf(tab)];

  const good = await holder.capture(other, page);
  expect(await orderShare(ann.page, good)).toBeNull();
  await expect(ann.tool(text.call.share)).toHaveAttribute('aria-pressed', 'true');
  await ann.share(false);
  expect(await orderShare(ann.page, good), 'used twice').toBe('capture-failed');

  const foreign = await holder.capture(other, other);
  expect(await orderShare(ann.page, foreign), 'made for another page').toBe('capture-failed');

  const late = await holder.capture(other, page);
  await ann.page.waitForTimeout(12_000);
  expect(await orderShare(ann.page, late), 'late').toBe('capture-failed');
  expect(await orderShare(ann.page, 'made-up-by-somebody=='), 'made up').toBe('capture-failed');
  await expect(ann.tool(text.call.share)).toHaveAttribute('aria-pressed', 'false');
});

/** As the content script would say it; resolves to why it was refused. */
function orderShare(page: Page, capture: string): Promise<string | null> {
  return page.evaluate((id) => {
    const order = Math.random().toString(36).slice(2);
    const outcome = new Promise<string | null>((resolve) => {
      addEventListener('message', ({ data }) => {
        if (data.type === 'outcome' && data.id === order) resolve(data.refusal);
      });
    });
    const from = { channel: 'holler-bridge', from: 'extension' };
    const command = { type: 'share-tab', capture: id };
    postMessage({ ...from, type: 'command', id: order, command }, location.origin);
    return outcome;
  }, capture);
}

async function flood(page: Page): Promise<void> {
  await page.evaluate((report) => {
    for (let count = 0; count < 5_000; count += 1) {
      postMessage(report, location.origin);
      postMessage(
        {
          channel: 'holler-bridge',
          from: 'page',
          type: 'outcome',
          id: `${count}`,
          refusal: 'failed',
        },
        location.origin,
      );
      postMessage({ channel: 'holler-bridge', from: 'page', type: count }, location.origin);
    }
  }, forged.report);
}
