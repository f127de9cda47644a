import { launch } from 'puppeteer-core';
import { folderOf } from '../../../extension/build/build.ts';
import { firefoxPrefs } from './firefox.ts';

const extensionId = 'holler@extension.invalid';
/** Where Firefox would invent an address for each profile. */
const home = 'moz-extension://f4c1a2be-2f0e-4f0b-9d9a-3d5a6c7b8e9f';

const prefs = {
  ...firefoxPrefs,
  'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: new URL(home).host }),
  // Its own question cannot be answered without a screen; the click that leads to it is still asked for.
  'extensions.webextOptionalPermissionPrompts': false,
};

const patienceMs = 20_000;

/** One tab, by WebDriver BiDi itself: puppeteer has no pages of extensions. */
export interface FirefoxTab {
  /** What an expression comes to in the page. */
  read<T>(expression: string): Promise<T>;
  /** Waits until it is true. */
  until(expression: string): Promise<void>;
  /** A real click on the middle of what a CSS selector, and maybe a text in it, finds. */
  click(selector: string, text?: string, button?: number): Promise<void>;
  type(selector: string, text: string): Promise<void>;
}

export interface FirefoxHolder {
  /** The tab that shows such an address, once there is one; the last of several. */
  tab(address: string | RegExp): Promise<FirefoxTab>;
  open(address: string): Promise<FirefoxTab>;
  ownPage(name: 'popup' | 'options'): string;
  /** Opens the browser's menu over a place in a page, and takes the extension's entry in it. */
  takeFromMenu(page: FirefoxTab, selector: string, entry: string): Promise<void>;
  close(): Promise<void>;
}

interface Context {
  readonly context: string;
  readonly url: string;
}

/** What we say ourselves of the protocol that puppeteer speaks. */
interface Bidi {
  send(method: string, parameters: object): Promise<{ readonly result: unknown }>;
}

export async function openFirefoxWithExtension(executablePath: string): Promise<FirefoxHolder> {
  const firefox = await launch({
    ...{ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: prefs },
    // Lets us open pages of an extension, as its own button would.
    args: ['--remote-allow-system-access'],
  });
  const { connection } = firefox as unknown as { connection: Bidi };

  async function say<T>(method: string, parameters: object): Promise<T> {
    return (await connection.send(method, parameters)).result as T;
  }

  async function contexts(scope: 'chrome' | 'content'): Promise<readonly Context[]> {
    const tree = await say<{ contexts: Context[] }>('browsingContext.getTree', {
      'moz:scope': scope,
    });
    return tree.contexts;
  }

  async function read<T>(context: string, expression: string): Promise<T> {
    const target = { context };
    const wrapped = `(async () => JSON.stringify(await (${expression})) ?? 'null')()`;
    const answer = await say<{
      type: string;
      result?: { value: string };
      exceptionDetails?: { text: string };
    }>('script.evaluate', { expression: wrapped, target, awaitPromise: true });
    if (answer.result === undefined)
      throw new Error(`${expression}: ${answer.exceptionDetails?.text}`);
    return JSON.parse(answer.result.value);
  }

  async function inWindow<T>(expression: string): Promise<T> {
    const [window] = await contexts('chrome');
    return read<T>(window?.context ?? '', expression);
  }

  function tabOf(context: string): FirefoxTab {
    const until = async (expression: string) => {
      await eventually(
        async () => ((await read<boolean>(context, expression)) ? true : undefined),
        expression,
      );
    };

    async function click(selector: string, text = '', button = 0): Promise<void> {
      const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.textContent.includes(${JSON.stringify(text)}) && one.getClientRects().length > 0)`;
      await say('browsingContext.activate', { context });
      await until(`${find} !== undefined`);
      const { x, y } = await read<{ x: number; y: number }>(
        context,
        `(() => { const box = ${find}.getBoundingClientRect(); return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) } })()`,
      );
      const actions = [
        { type: 'pointerMove', x, y },
        { type: 'pointerDown', button },
        { type: 'pointerUp', button },
      ];
      await say('input.performActions', {
        context,
        actions: [{ type: 'pointer', id: 'mouse', actions }],
      });
    }

    return {
      read: (expression) => read(context, expression),
      until,
      click,
      async type(selector, text) {
        await click(selector);
        const actions = [...text].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]);
        await say('input.performActions', {
          context,
          actions: [{ type: 'key', id: 'keyboard', actions }],
        });
      },
    };
  }

  function tab(address: string | RegExp): Promise<FirefoxTab> {
    const fits = (url: string) =>
      typeof address === 'string' ? url === address : address.test(url);
    return eventually(async () => {
      const found = (await contexts('content')).findLast(({ url }) => fits(url));
      return found === undefined ? undefined : tabOf(found.context);
    }, String(address));
  }

  await firefox.installExtension(folderOf('firefox'));
  return {
    tab,
    ownPage: (name) => `${home}/${name}/index.html`,
    async open(address) {
      await inWindow(
        `void (gBrowser.selectedTab = gBrowser.addTab(${JSON.stringify(address)}, { triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal() }))`,
      );
      return tab(address);
    },
    async takeFromMenu(page, selector, entry) {
      await page.click(selector, '', 2);
      const find = `[...document.querySelectorAll('#contentAreaContextMenu menuitem')].find((one) => one.label === ${JSON.stringify(entry)})`;
      await eventually(
        async () => ((await inWindow<boolean>(`${find} !== undefined`)) ? true : undefined),
        `the entry ${entry}`,
      );
      await inWindow(
        `void (${find}.doCommand(), document.getElementById('contentAreaContextMenu').hidePopup())`,
      );
    },
    close: () => firefox.close(),
  };
}

async function eventually<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Firefox has waited in vain for ${what}`);
}
