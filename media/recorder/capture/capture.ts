import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright';
import * as v from 'valibot';
import {
  FilmMessage,
  type FilmSettings,
  filmMakerName,
  filmSinkName,
} from '../../../edge/protocol/film.ts';
import type { Browsers } from './browsers.ts';

const setUpTimeoutMs = 10_000;
const lookMs = 1_000;
const stopTimeoutMs = 10_000;

export interface CaptureOptions {
  readonly browsers: Browsers;
  /** Carries a token: it appears in no message. */
  readonly url: string;
  readonly film: FilmSettings;
  /** How long the page may take to say that there is something to record. */
  readonly startTimeoutMs: number;
  /** How long it may hand over nothing after that. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  onPiece(piece: FilmPiece): void;
  /** Once at most, after it has started. */
  onEnd(end: CaptureEnd): void;
}

/** The head comes first and once. */
export interface FilmPiece {
  readonly kind: 'head' | 'fragment';
  readonly bytes: Buffer;
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
  const { film, signal, silenceMs } = options;
  const { page, cdp } = await Promise.race([
    within(setUpTimeoutMs, open(browser, film), 'the browser did not start'),
    aborted(signal),
  ]);
  let ending = false;
  let hasStarted = false;
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
  const refused = Promise.withResolvers<string>();
  const hindrance = Promise.race([
    broken.then(fail),
    refused.promise.then(fail),
    over.then(() => fail('the page ended before it was captured')),
    aborted(signal),
  ]);
  await offerSink(cdp, (message) => {
    pieceAt = performance.now();
    if (message.kind === 'broken') {
      return hasStarted ? end({ kind: 'broken', why: message.why }) : refused.resolve(message.why);
    }
    options.onPiece({ kind: message.kind, bytes: Buffer.from(message.data, 'base64') });
  });
  await Promise.race([untilStartSignal(page, options), hindrance]);
  const setUp = callMaker(cdp, `start(${JSON.stringify(film)})`);
  await Promise.race([within(setUpTimeoutMs, setUp, noFilm), hindrance]);

  hasStarted = true;
  pieceAt = performance.now();
  watch = setInterval(() => {
    if (performance.now() - pieceAt > silenceMs) end({ kind: 'broken', why: stuck });
  }, lookMs);
  void broken.then((why) => end({ kind: 'broken', why }));
  void over.then(() => end({ kind: 'page' }));
  return {
    async stop() {
      finish();
      await within(stopTimeoutMs, callMaker(cdp, 'stop()'), stuck).catch(() => {});
    },
    close() {
      finish();
      return options.browsers.release(browser);
    },
  };
}

async function open(browser: Browser, { width, height }: FilmSettings) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  return { page, cdp: await context.newCDPSession(page) };
}

/** Told before the page is opened, so that it knows from the beginning that it has to make the film itself. */
async function offerSink(cdp: CDPSession, hear: (message: FilmMessage) => void): Promise<void> {
  cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name !== filmSinkName) return;
    const message = v.safeParse(v.pipe(v.string(), v.parseJson(), FilmMessage), payload);
    hear(
      message.success ? message.output : { kind: 'broken', why: 'the page said what no page says' },
    );
  });
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: filmSinkName });
}

/** Rejects with the sentence of the page, or with a general one when it makes no films. */
async function callMaker(cdp: CDPSession, call: string): Promise<void> {
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `(async () => { try { await ${filmMakerName}.${call}; return ''; }
      catch (error) { return error instanceof ReferenceError ? ${JSON.stringify(noFilm)} : error.message; } })()`,
    awaitPromise: true,
    returnByValue: true,
  });
  if (result.value !== '') throw new CaptureError(String(result.value ?? noFilm).slice(0, 200));
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
const noFilm = 'the page could not make a film of itself';

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
