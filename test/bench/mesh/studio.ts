import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';
import { type Stack, startTestStack } from '../../support/test-stack.ts';
import { type BarePage, startBarePage } from './bare-page.ts';
import { joinAtOnce, startClock } from './in-page-clock.ts';
import { bareSide, hollerSide, openPreview, type Side } from './sides.ts';

/** A browser full of people, the product's server, and a bare page to compare it with. */
export interface Studio {
  readonly stack: Stack;
  holler(): Promise<Side>;
  /** Captures what the product captures, and is signalled to by the `peer` package. */
  bare(): Promise<Side>;
  /** Each in a browser profile of their own. */
  newPerson(options?: PersonOptions): Promise<Page>;
  /** Closes everybody's pages. */
  sendHome(): Promise<void>;
  close(): Promise<void>;
}

export interface PersonOptions {
  /** Presses Join as soon as there is one. */
  readonly joinsAtOnceAs?: string;
}

export async function openStudio(): Promise<Studio> {
  const stack = await startTestStack({ settings: { STUN_URLS: '' } });
  const page = await startBarePage();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs, '--no-sandbox', '--use-fake-ui-for-media-stream'],
  });
  const newPerson = (options: PersonOptions = {}) => enter(browser, options);
  const constraints = await whatHollerCaptures(stack, await newPerson());
  return {
    stack,
    holler: () => hollerSide(stack.origin),
    bare: async () => bareSide(page, constraints),
    newPerson,
    sendHome: () => sendHome(browser),
    close: () => closeAll(browser, page, stack),
  };
}

async function enter(browser: Browser, { joinsAtOnceAs }: PersonOptions): Promise<Page> {
  const context: BrowserContext = await browser.newContext();
  await context.grantPermissions(['camera', 'microphone']);
  await context.addInitScript(startClock);
  if (joinsAtOnceAs !== undefined) await context.addInitScript(joinAtOnce, joinsAtOnceAs);
  return context.newPage();
}

/** Both sides have to capture the same, or they do not encode the same. */
async function whatHollerCaptures(stack: Stack, page: Page): Promise<string> {
  const side = await hollerSide(stack.origin);
  await openPreview(page, side.address(0), 'Probe');
  const asked = await page.evaluate(() => window.benchClock.asked);
  await page.context().close();
  return JSON.stringify(asked);
}

async function sendHome(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

async function closeAll(browser: Browser, page: BarePage, stack: Stack): Promise<void> {
  await browser.close();
  await Promise.all([page.stop(), stack.stop()]);
}
