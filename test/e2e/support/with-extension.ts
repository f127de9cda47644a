import { expect, type Page } from '@playwright/test';
import { buildExtension } from '../../../edge/dev/pwa-build.ts';
import { whyNoExtensions } from '../../support/browser.ts';
import { type ExtensionBrowser, openExtensionBrowser } from '../../support/extension.ts';
import { type Sites, startSites } from '../../support/sites.ts';
import { createGuests } from './invite.ts';
import type { Person } from './person.ts';
import { test as base } from './test.ts';

/** Somebody with the extension in their browser, beyond what everybody has. */
export interface Holder {
  readonly person: Person;
  readonly browser: ExtensionBrowser;
  /** What a key, a menu or a click does, once the browser has noticed it; keys themselves are pressed elsewhere. */
  command(name: string, over: Page): Promise<void>;
  menu(id: string, over: Page, click?: object): Promise<void>;
  omnibox(words: string): Promise<void>;
  popup(): Promise<Page>;
  /** What the toolbar button shows. */
  button(): Promise<{ readonly badge: string; readonly title: string; readonly popup: string }>;
  session(): Promise<Record<string, unknown>>;
  settings(change: object): Promise<void>;
  tabOf(page: Page): Promise<number>;
  /** Another tab of theirs, which somebody has touched: before that, browsers let no page sound. */
  openTab(address: string): Promise<Page>;
  inWindowOfItsOwn(page: Page): Promise<void>;
  lookedAt(): Promise<number>;
  /** Whether a tab is the one that its window shows. */
  isInFront(tab: number): Promise<boolean>;
  /** A plain click on the button. */
  click(): Promise<void>;
  capture(tab: number, forPage: number): Promise<string>;
  stopWorker(): Promise<void>;
}

/** Leave to ask every server of this machine who it is. */
export const wholeMachine = 'http://127.0.0.1/*';

interface ChromeInTests {
  readonly commands: { readonly onCommand: Dispatching };
  readonly contextMenus: { readonly onClicked: Dispatching };
  readonly omnibox: { readonly onInputEntered: Dispatching };
  readonly tabs: {
    get(id: number): Promise<{ readonly active: boolean }>;
    query(what: object): Promise<{ id: number }[]>;
  };
  readonly scripting: { getRegisteredContentScripts(): Promise<{ id: string }[]> };
  readonly windows: { create(what: { tabId: number }): Promise<object> };
  readonly tabCapture: {
    getMediaStreamId(what: { targetTabId: number; consumerTabId: number }): Promise<string>;
  };
  readonly action: {
    readonly onClicked: Dispatching;
    getBadgeText(what: object): Promise<string>;
    getTitle(what: object): Promise<string>;
    getPopup(what: object): Promise<string>;
  };
  readonly storage: Record<
    'local' | 'session',
    {
      get(key: string): Promise<Record<string, Record<string, unknown>>>;
      set(values: object): Promise<void>;
    }
  >;
}

interface Dispatching {
  dispatch(...news: unknown[]): void;
}

declare const chrome: ChromeInTests;

export const test = base.extend<{
  sites: Sites;
  mayCapture: boolean;
  connected: boolean;
  granted: readonly string[];
  holder: Holder;
}>({
  mayCapture: [true, { option: true }],
  connected: [true, { option: true }],
  /** Origins that the person has allowed, besides their server's. */
  granted: [[], { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from its pattern
  sites: async ({}, use, info) => {
    info.skip(whyNoExtensions !== null, whyNoExtensions ?? '');
    const sites = await startSites();
    await use(sites);
    await sites.stop();
  },

  holder: async ({ stack, sites, mayCapture, connected, granted: allowed }, use) => {
    await buildExtension();
    const granted = [`${stack.origin}/*`, ...allowed];
    const browser = await openExtensionBrowser({
      granted,
      mayCapture,
      baseURL: stack.origin,
    });
    const guests = createGuests(stack.origin, [sites.origin, `chrome-extension://${browser.id}`]);
    try {
      await (await browser.worker()).evaluate(() => true);
      if (connected) await changeSettings(browser, { server: stack.origin });
      // The last of them every page in front has; naming others takes it away.
      const permissions = ['camera', 'microphone', 'clipboard-write'];
      await browser.context.grantPermissions(permissions, { origin: stack.origin });
      const person = await guests.welcome(browser.context, 'Ann');
      await use(holderOf(browser, person));
    } finally {
      await browser.close();
    }
    // Somebody tried to put our pages into a frame, and failed as they should.
    const complaints = guests.complaints.filter(
      (what) =>
        !what.includes('frame-ancestors') &&
        // Whom somebody names in the settings is asked who they are.
        !(allowed.includes(wholeMachine) && what.includes('asked http://127.0.0.1:')),
    );
    expect(complaints, 'what the browser complained about').toEqual([]);
  },
});

export { expect } from '@playwright/test';

async function changeSettings(browser: ExtensionBrowser, change: object): Promise<void> {
  const worker = await browser.worker();
  await worker.evaluate(async (news) => {
    const { settings = {} } = await chrome.storage.local.get('settings');
    await chrome.storage.local.set({ settings: { ...settings, ...news } });
  }, change);
  // The worker puts its scripts in place by itself.
  await expect.poll(() => worker.evaluate(scriptsInPlace)).toBe(true);
}

async function scriptsInPlace(): Promise<boolean> {
  const { settings = {} } = await chrome.storage.local.get('settings');
  const placed = (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  return (
    placed.includes('bridge') === (typeof settings.server === 'string') &&
    placed.includes('click-to-call') === (settings.clickToCall === true)
  );
}

function holderOf(browser: ExtensionBrowser, person: Person): Holder {
  const { context, id } = browser;

  async function tabOf(page: Page): Promise<number> {
    await page.bringToFront();
    return lookedAt();
  }

  async function lookedAt(): Promise<number> {
    const worker = await browser.worker();
    return worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      return tab?.id ?? -1;
    });
  }

  return {
    person,
    browser,
    tabOf,
    async openTab(address) {
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('body').click();
      return page;
    },
    async command(name, over) {
      const tab = await tabOf(over);
      const worker = await browser.worker();
      await worker.evaluate(
        async ([command, id]) =>
          chrome.commands.onCommand.dispatch(command, await chrome.tabs.get(id)),
        [name, tab] as const,
      );
    },
    async menu(menuItemId, over, click = {}) {
      const tab = await tabOf(over);
      const worker = await browser.worker();
      const about = { url: over.url(), title: await over.title() };
      await worker.evaluate(
        async ([info, id, known]) =>
          chrome.contextMenus.onClicked.dispatch(info, {
            ...(await chrome.tabs.get(id)),
            ...known,
          }),
        [{ menuItemId, pageUrl: over.url(), ...click }, tab, about] as const,
      );
    },
    async omnibox(words) {
      const worker = await browser.worker();
      await worker.evaluate(
        (text) => chrome.omnibox.onInputEntered.dispatch(text, 'currentTab'),
        words,
      );
    },
    async inWindowOfItsOwn(page) {
      const tabId = await tabOf(page);
      const worker = await browser.worker();
      await worker.evaluate((id) => chrome.windows.create({ tabId: id }), tabId);
    },
    lookedAt,
    async isInFront(tab) {
      const worker = await browser.worker();
      return worker.evaluate(async (id) => (await chrome.tabs.get(id)).active, tab);
    },
    async click() {
      const worker = await browser.worker();
      await worker.evaluate(() => chrome.action.onClicked.dispatch({ id: 0 }));
    },
    async capture(tab, forPage) {
      const worker = await browser.worker();
      return worker.evaluate(
        ([targetTabId, consumerTabId]) =>
          chrome.tabCapture.getMediaStreamId({ targetTabId, consumerTabId }),
        [tab, forPage] as const,
      );
    },
    async popup() {
      const page = await context.newPage();
      await page.goto(`chrome-extension://${id}/popup/index.html`);
      return page;
    },
    async button() {
      const worker = await browser.worker();
      return worker.evaluate(async () => ({
        badge: await chrome.action.getBadgeText({}),
        title: await chrome.action.getTitle({}),
        popup: await chrome.action.getPopup({}),
      }));
    },
    async session() {
      const worker = await browser.worker();
      return worker.evaluate(
        async () => (await chrome.storage.session.get('session')).session ?? {},
      );
    },
    settings: (change) => changeSettings(browser, change),
    stopWorker: browser.stopWorker,
  };
}
