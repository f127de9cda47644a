import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Worker } from '@playwright/test';
import { inRoot } from '../../edge/dev/paths.ts';
import { chromiumArgs, chromiumPath } from './browser.ts';

export interface ExtensionBrowser {
  readonly context: BrowserContext;
  readonly id: string;
  worker(): Promise<Worker>;
  /**
   * As the browser does after half a minute without an event, when no test holds on to it. The tab that is closed in
   * the end is such an event, and starts it anew.
   */
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

export interface ExtensionBrowserOptions {
  /** What a person has allowed; a browser's own prompt cannot be answered without a screen. */
  readonly granted?: readonly string[];
  /** As if each tab had been clicked: nobody can press a key of the browser's without a screen. */
  readonly mayCapture?: boolean;
  readonly baseURL?: string;
  readonly args?: readonly string[];
  /** The X server whose screen it is on; without one, it has none. */
  readonly display?: string;
}

/** Chromium with the built extension in it, in a profile of its own. */
export async function openExtensionBrowser({
  granted = [],
  mayCapture = true,
  baseURL,
  args = [],
  display,
}: ExtensionBrowserOptions = {}): Promise<ExtensionBrowser> {
  const home = mkdtempSync(join(tmpdir(), 'holler-extension-'));
  const folder = join(home, 'extension');
  cpSync(inRoot('extension/dist/chrome'), folder, { recursive: true });
  if (granted.length > 0) grant(join(folder, 'manifest.json'), granted);
  const id = idOf(folder);
  const headless = display === undefined;
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: chromiumPath(),
    headless,
    viewport: { width: 960, height: 600 },
    ...(baseURL !== undefined && { baseURL }),
    ...(!headless && { env: { ...process.env, DISPLAY: display }, viewport: null }),
    // A muted browser mutes what is captured of its tabs, too.
    ignoreDefaultArgs: ['--disable-extensions', '--mute-audio'],
    args: [
      ...chromiumArgs,
      '--no-sandbox',
      ...(headless ? ['--headless=new'] : []),
      ...[`--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      ...(mayCapture ? [`--allowlisted-extension-id=${id}`] : []),
      ...args,
    ],
  });
  return {
    context,
    id,
    worker: async () =>
      context.serviceWorkers().find((one) => one.url().includes(id)) ??
      (await context.waitForEvent('serviceworker')),
    async stopWorker() {
      const page = await context.newPage();
      await page.goto(`chrome-extension://${id}/options/index.html`);
      const devTools = await context.newCDPSession(page);
      await devTools.send('ServiceWorker.enable');
      await devTools.send('ServiceWorker.stopAllWorkers');
      await page.close();
    },
    async close() {
      await context.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The manifest as if these origins had been asked for at installation; nothing else differs from the package. */
function grant(file: string, origins: readonly string[]): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, host_permissions: origins }));
}

/** As Chromium names what is loaded unpacked: by its folder. */
function idOf(folder: string): string {
  const digits = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return [...digits].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
