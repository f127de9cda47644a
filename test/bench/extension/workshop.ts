import { type Browser, chromium, type Page } from '@playwright/test';
import { buildExtension } from '../../../edge/dev/pwa-build.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { type ExtensionBrowser, openExtensionBrowser } from '../../support/extension.ts';
import { type Sites, startSites } from '../../support/sites.ts';
import { type Stack, startTestStack } from '../../support/test-stack.ts';

/** A browser with the extension, another one for whoever looks at what it shares, and pages to share. */
export interface Workshop {
  readonly stack: Stack;
  readonly sites: Sites;
  readonly holder: ExtensionBrowser;
  newViewer(): Promise<Page>;
  close(): Promise<void>;
}

interface ChromeInBench {
  readonly storage: { readonly local: { set(values: object): Promise<void> } };
}

declare const chrome: ChromeInBench;

export async function openWorkshop(): Promise<Workshop> {
  await buildExtension();
  const stack = await startTestStack();
  const sites = await startSites();
  const holder = await openExtensionBrowser({
    ...{ granted: [`${stack.origin}/*`, `${sites.origin}/*`], baseURL: stack.origin },
  });
  const worker = await holder.worker();
  await worker.evaluate(
    (server) => chrome.storage.local.set({ settings: { server } }),
    stack.origin,
  );
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs, '--no-sandbox'],
  });
  return {
    stack,
    sites,
    holder,
    newViewer: async () => (await browser.newContext({ baseURL: stack.origin })).newPage(),
    async close() {
      await browser.close();
      await holder.close();
      await sites.stop();
      await stack.stop();
    },
  };
}
