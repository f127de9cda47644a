import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { expectClean } from './support/clean.ts';
import { expect, type Holder, test, wholeMachine } from './support/with-extension.ts';

const words = extensionText.options;

async function openOptions({ browser }: Holder): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(`chrome-extension://${browser.id}/options/index.html`);
  return page;
}

async function connect(page: Page, address: string): Promise<void> {
  await page.getByLabel(words.server).fill(address);
  await page.getByRole('button', { name: words.serverSave }).click();
}

/** Somebody else's server, which answers everything with this. */
async function startStranger(status: number, body: string, headers: Record<string, string> = {}) {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { origin: `http://127.0.0.1:${port}`, stop };
}

test.describe('the server', () => {
  // The browser's own question has been answered with yes.
  test.use({ connected: false, granted: [wholeMachine] });

  test('is asked for first, verified by asking it who it is, and then has the calls', async ({
    holder,
    stack,
  }) => {
    const popup = await holder.popup();
    await expect(
      popup.getByRole('heading', { name: extensionText.popup.setUpTitle }),
    ).toBeVisible();
    const options = await openOptions(holder);
    await connect(options, stack.origin);
    await expect(
      options.getByText(/^Connected to 127\.0\.0\.1:\d+, which runs Holler/),
    ).toBeVisible();

    await popup.reload();
    await expect(popup.getByRole('button', { name: extensionText.popup.start })).toBeVisible();
    await holder.person.startCall();
    await expect.poll(holder.button).toMatchObject({ title: 'Holler: in a call' });
  });

  test('that is none of ours, or answers nonsense, is refused with the reason', async ({
    holder,
    stack,
  }) => {
    const options = await openOptions(holder);
    const card = { service: 'holler', version: '9', capabilities: [] };
    const future = { ...card, protocol: { current: 99, oldest: 98 } };
    const cases = [
      ['not-holler', 200, '<!doctype html><title>A shop</title>', {}],
      ['not-holler', 200, '{"service":"something else"}', {}],
      ['not-holler', 200, 'x'.repeat(1_000_000), {}],
      ['not-holler', 404, '{}', {}],
      ['too-new', 200, JSON.stringify(future), {}],
      // Whoever is sent on to a real one has not named that one.
      ['unreachable', 302, '', { location: `${stack.origin}/.well-known/holler` }],
    ] as const;
    for (const [problem, status, body, headers] of cases) {
      const stranger = await startStranger(status, body, headers);
      await connect(options, stranger.origin);
      await expect(options.getByText(words.serverFailures[problem])).toBeVisible();
      await stranger.stop();
    }
    await connect(options, 'http://127.0.0.1:9');
    await expect(options.getByText(words.serverFailures.unreachable)).toBeVisible();
    await connect(options, 'http://holler.example');
    await expect(options.getByText(words.serverFailures.insecure)).toBeVisible();
    await connect(options, 'not an address');
    await expect(options.getByText(words.serverFailures['not-an-address'])).toBeVisible();

    const popup = await holder.popup();
    await expect(
      popup.getByRole('heading', { name: extensionText.popup.setUpTitle }),
    ).toBeVisible();
  });
});

test('settings go into a file and back, and are there at once', async ({ holder, stack }) => {
  const options = await openOptions(holder);
  await options.getByLabel(words.theme).selectOption('dark');
  await expect(options.locator('html')).toHaveCSS('color-scheme', 'dark');
  await options.getByLabel(words.click).selectOption('start');
  await expect.poll(holder.button).toMatchObject({ popup: '' });

  const saving = options.waitForEvent('download');
  await options.getByRole('button', { name: words.export }).click();
  const file = await readFile(await (await saving).path(), 'utf8');
  expect(JSON.parse(file)).toMatchObject({ settings: { theme: 'dark', server: stack.origin } });

  await options.getByLabel(words.theme).selectOption('light');
  const upload = (content: string) =>
    options.locator('input[type="file"]').setInputFiles({
      ...{ name: 'holler.json', mimeType: 'application/json', buffer: Buffer.from(content) },
    });
  await upload('{"holler":"something"}');
  await expect(options.getByText(words.importFailed)).toBeVisible();
  await upload(file.replace(stack.origin, 'https://holler.example'));
  await expect(options.getByText(words.importedServer)).toBeVisible();
  await expect(options.getByLabel(words.server)).toHaveValue('https://holler.example');
  await expect(options.locator('html')).toHaveCSS('color-scheme', 'dark');
});

test('the shortcuts are shown as the browser has them', async ({ holder }) => {
  const options = await openOptions(holder);
  const entry = options.locator('dl > div', { hasText: extensionText.commands['share-tab'] });
  await expect(entry).toContainText('Alt+Shift+S');
  // Each of ours is free in Chromium.
  await expect(options.locator('kbd')).toHaveCount(Object.keys(extensionText.commands).length);
});

test('axe finds nothing to fault on the popup and the options, be they light or dark', async ({
  holder,
}) => {
  test.slow();
  const options = await openOptions(holder);
  await connect(options, 'not an address');
  await expectClean({ page: options }, 'the options');
  const popup = await holder.popup();
  await expectClean({ page: popup }, 'the popup');
  await holder.person.startCallWith([laterText.front.waitingRoom]);
  await expect(popup.getByRole('button', { name: extensionText.popup.return })).toBeVisible();
  await expectClean({ page: popup }, 'the popup in a call');
  await holder.person.leave();
  await expect(popup.getByRole('heading', { name: extensionText.popup.recent })).toBeVisible();
  await expectClean({ page: popup }, 'the popup with recent calls');
});
