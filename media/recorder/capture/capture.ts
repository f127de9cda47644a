import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright';
import * as v from 'valibot';
import type { Browsers } from './browsers.ts';
import { installCapture, type PageCaptureOptions } from './in-page.ts';

const world = 'holler-recorder';
const binding = 'hollerTell';
const setUpTimeoutMs = 10_000;
/** Pieces come every few seconds, also of a picture that stands still. */
const silenceMs = 15_000;
const lookMs = 1_000;
const stopTimeoutMs = 10_000;

export interface CaptureOptions {
  readonly browsers: Browsers;
  /** Carries a token: it appears in no message. */
  readonly url: string;
  readonly picture: PageCaptureOptions;
  /** How long the page may take to say that there is something to record. */
  readonly startTimeoutMs: number;
  readonly signal: AbortSignal;
  onPiece(bytes: Buffer): void;
  /** Once at most, after it has started. */
  onEnd(end: CaptureEnd): void;
}

/** `page`: it said so. `broken`: a sentence that says why nothing more comes. */
export type CaptureEnd =
  | { readonly kind: 'page' }
  | { readonly kind: 'broken'; readonly why: string };

export interface Capture {
  /** Resolves when every piece has been handed over. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** The recording never began; completes the sentence "Nothing was recorded: …". */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
}

const Message = v.variant('kind', [
  v.object({ kind: v.literal('piece'), data: v.string() }),
  v.object({ kind: v.literal('ended'), why: v.string() }),
]);

/** Opens the page, waits until it says `START_RECORDING`, and captures it, with its sound. */
export async function startCapture(options: CaptureOptions): Promise<Capture> {
  const browser = await options.browsers.take().catch(() => {
    throw new CaptureError('the browser did not start');
  });
  try {
    return await captureWith(browser, options);
  } catch (error) {
    await options.browsers.release(browser);
    throw error;
  }
}

async function captureWith(browser: Browser, options: CaptureOptions): Promise<Capture> {
  const { picture, signal } = options;
  const { page, cdp } = await Promise.race([
    within(setUpTimeoutMs, open(browser, picture), 'the browser did not start'),
    aborted(signal),
  ]);
  let ending = false;
  let pieceAt = 0;
  let watch: NodeJS.Timeout | undefined;
  const finish = () => {
    ending = true;
    clearInterval(watch);
  };
  const end = (how: CaptureEnd) => {
    if (ending) return;
    finish();
    options.onEnd(how);
  };

  const broken = firstBreak(browser, page);
  // The page may have changed its mind before it is captured.
  const over = endSignal(page);
  const hindrance = Promise.race([
    broken.then(fail),
    over.then(() => fail('the page ended before it was captured')),
    aborted(signal),
  ]);
  await Promise.race([untilStartSignal(page, options), hindrance]);
  const setUp = captureIn(cdp, picture, (message) => {
    pieceAt = performance.now();
    if (message.kind === 'piece') options.onPiece(Buffer.from(message.data, 'base64'));
    else end({ kind: 'broken', why: message.why });
  });
  const run = await Promise.race([within(setUpTimeoutMs, setUp, noCapture), hindrance]);

  pieceAt = performance.now();
  watch = setInterval(() => {
    if (performance.now() - pieceAt > silenceMs) end({ kind: 'broken', why: stuck });
  }, lookMs);
  void broken.then((why) => end({ kind: 'broken', why }));
  void over.then(() => end({ kind: 'page' }));
  return {
    async stop() {
      finish();
      await within(stopTimeoutMs, run('hollerCapture.stop()'), stuck).catch(() => {});
    },
    close() {
      finish();
      return options.browsers.release(browser);
    },
  };
}

async function open(browser: Browser, { width, height }: PageCaptureOptions) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  return { page, cdp: await context.newCDPSession(page) };
}

type RunInPage = (expression: string) => Promise<void>;

/** The answer reaches what captures the page. */
async function captureIn(
  cdp: CDPSession,
  picture: PageCaptureOptions,
  hear: (message: v.InferOutput<typeof Message>) => void,
): Promise<RunInPage> {
  await listen(cdp, hear);
  const run = await worldOf(cdp);
  await run(`(${installCapture})(${JSON.stringify(picture)})`);
  await run('hollerCapture.start()');
  return run;
}

async function untilStartSignal(page: Page, { url, startTimeoutMs }: CaptureOptions) {
  const timeout = { timeout: startTimeoutMs };
  const started = page.waitForEvent('console', {
    predicate: (line) => line.text() === 'START_RECORDING',
    ...timeout,
  });
  started.catch(() => {});
  const answer = await page.goto(url, { waitUntil: 'commit', ...timeout }).catch(() => {
    throw new CaptureError('the page to record did not open');
  });
  if (answer?.ok() === false) {
    throw new CaptureError(`the page to record answered ${answer.status()}`);
  }
  await started.catch(() => {
    throw new CaptureError('Start signal not received');
  });
}

const gone = 'the browser or its page ended unexpectedly';
const stuck = 'nothing more came from the page';
const noCapture = 'the browser could not capture the page';

function endSignal(page: Page): Promise<void> {
  return new Promise((resolve) => {
    page.on('console', (line) => line.text() === 'END_RECORDING' && resolve());
  });
}

/** Why the page can say nothing more, as soon as it cannot. */
function firstBreak(browser: Browser, page: Page): Promise<string> {
  return new Promise((resolve) => {
    browser.on('disconnected', () => resolve(gone));
    page.on('crash', () => resolve(gone));
    page.on('close', () => resolve(gone));
  });
}

async function listen(
  cdp: CDPSession,
  hear: (message: v.InferOutput<typeof Message>) => void,
): Promise<void> {
  cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === binding) hear(v.parse(Message, JSON.parse(payload)));
  });
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: binding, executionContextName: world });
}

/** A world that the page's scripts and its content security policy do not reach. */
async function worldOf(cdp: CDPSession): Promise<RunInPage> {
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: world,
  });
  return async (expression) => {
    const { exceptionDetails } = await cdp.send('Runtime.evaluate', {
      contextId: executionContextId,
      expression,
      awaitPromise: true,
      // Capturing is for pages that somebody has clicked in.
      userGesture: true,
    });
    if (exceptionDetails !== undefined) {
      throw new CaptureError(noCapture);
    }
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>, why: string): Promise<T> {
  return Promise.race([work, delay(timeoutMs, undefined, { ref: false }).then(() => fail(why))]);
}

function fail(why: string): never {
  throw new CaptureError(why);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
