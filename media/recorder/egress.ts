import { EgressInfo, EgressStatus, FileInfo } from '@livekit/protocol';
import { type S3, S3Error } from '../storage/s3.ts';
import { pageToken } from './access.ts';
import { type Capture, CaptureError, startCapture } from './capture/capture.ts';
import {
  type EgressRecord,
  type Ending,
  isOver,
  rememberRecord,
  statusOf,
} from './egress-record.ts';
import { createHerald } from './herald.ts';
import type { Segmenter } from './hls/segmenter.ts';
import type { Order } from './order.ts';
import type { Settings } from './settings.ts';
import type { CaptureFile, Spool } from './spool.ts';
import { createUpload, type Upload, type Uploaded } from './upload.ts';

const keyFrameMs = 2_000;
const perMilli = 1_000_000n;
const perSecond = 1_000_000_000;

export interface EgressContext {
  readonly settings: Settings;
  readonly chromium: string;
  readonly s3: S3;
  /** Aborted when the recorder stops: what is unfinished then goes on at its next start. */
  readonly signal: AbortSignal;
  readonly canSegment: boolean;
  /** Null when segments are not wanted, or cannot be made. */
  segmenterFor(order: Order, spool: Spool): Segmenter | null;
  log(sentence: string): void;
}

/** One recording, from its request to its object in the storage. */
export interface Egress {
  readonly record: EgressRecord;
  /** Has a browser, or is about to. */
  readonly isCapturing: boolean;
  /** Resolves with how it was left: over, or interrupted by the recorder's own end. */
  readonly done: Promise<void>;
  end(ending: Ending): void;
}

export function startEgress(context: EgressContext, spool: Spool, record: EgressRecord): Egress {
  return run(context, spool, record, captureAll);
}

/** What a recorder that was ended before had not finished. */
export function resumeEgress(context: EgressContext, spool: Spool, record: EgressRecord): Egress {
  const why = 'The recorder ended in the middle of it; what it had recorded until then is kept.';
  return run(context, spool, record, async ({ end }) => end({ kind: 'failed', why }));
}

/** What the parts of one run share. */
interface Run {
  readonly context: EgressContext;
  readonly record: EgressRecord;
  readonly ended: Promise<Ending>;
  /** Only the first counts. */
  end(ending: Ending): void;
  change(info: Partial<EgressInfo>): void;
  readonly file: CaptureFile;
  readonly upload: Upload;
  readonly segmenter: Segmenter | null;
}

function run(
  context: EgressContext,
  spool: Spool,
  start: EgressRecord,
  capture: (run: Run) => Promise<void>,
): Egress {
  const { settings, s3, signal, log } = context;
  const urls = [...new Set([...settings.WEBHOOK_URLS, ...start.order.webhookUrls])];
  const herald = createHerald({ keys: settings, urls, signal });
  const ended = Promise.withResolvers<Ending>();
  let record = start;
  let isCapturing = true;
  if (record.ending !== null) ended.resolve(record.ending);

  function change(info: Partial<EgressInfo>, rest: Partial<EgressRecord> = {}): void {
    const updatedAt = now();
    record = { ...record, ...rest, info: new EgressInfo({ ...record.info, ...info, updatedAt }) };
    rememberRecord(spool, record);
  }

  function end(ending: Ending): void {
    if (record.ending !== null) return;
    const wasActive = record.info.status === EgressStatus.EGRESS_ACTIVE;
    change({ status: EgressStatus.EGRESS_ENDING }, { ending });
    if (wasActive) void herald.tell('egress_updated', record.info);
    ended.resolve(ending);
  }

  async function work(): Promise<void> {
    const { fileKey: key } = record.order;
    const file = await spool.openCapture();
    const upload =
      key === null ? noUpload : createUpload({ s3, key, spool, capture: file, signal });
    const segmenter = context.segmenterFor(record.order, spool);
    const shared = {
      ...{ context, file, upload, segmenter, end, ended: ended.promise },
      change: (info: Partial<EgressInfo>) => {
        change(info);
        void herald.tell('egress_updated', record.info);
      },
      get record() {
        return record;
      },
    };
    await capture(shared);
    isCapturing = false;
    signal.throwIfAborted();
    await finish(shared, await ended.promise);
    await file.close();
  }

  /** Ends what was begun; a storage that is away is waited for. */
  async function finish({ upload, segmenter }: Run, ending: Ending): Promise<void> {
    let uploaded: Uploaded | null = null;
    let final = ending;
    try {
      uploaded = await upload.finish();
      const segments = await segmenter?.finish();
      if (segments) change({ segmentResults: [segments] });
    } catch (error) {
      signal.throwIfAborted();
      final = { kind: 'failed', why: refusalOf(error) };
    }
    const isRefused = final !== ending;
    if (!isRefused) await spool.discardMedia();
    over(final, uploaded);
    log(`${record.info.egressId} is over: ${EgressStatus[record.info.status]}.`);
    if (await herald.tell('egress_ended', record.info)) change({}, { told: true });
  }

  function over(final: Ending, uploaded: Uploaded | null): void {
    const { info, order } = record;
    const hasMedia = uploaded !== null || info.segmentResults.length > 0;
    const why = 'why' in final ? final.why : hasMedia ? '' : 'Nothing was recorded.';
    change({
      status: statusOf(final, hasMedia),
      endedAt: now(),
      error: why,
      fileResults: uploaded && order.fileKey ? [fileInfo(order.fileKey, uploaded)] : [],
    });
  }

  function fileInfo(key: string, { bytes, seconds }: Uploaded): FileInfo {
    const { startedAt } = record.info;
    const duration = BigInt(Math.round(seconds * perSecond));
    return new FileInfo({
      filename: key,
      location: s3.locationOf(key),
      size: BigInt(bytes),
      duration,
      startedAt,
      endedAt: startedAt + duration,
    });
  }

  async function tellAgain(): Promise<void> {
    if (await herald.tell('egress_ended', record.info)) change({}, { told: true });
  }

  if (isOver(start.info)) isCapturing = false;
  else if (start.info.updatedAt === 0n) {
    change({});
    void herald.tell('egress_started', record.info);
  }
  const done = isOver(start.info) ? tellAgain() : work();
  return {
    get record() {
      return record;
    },
    get isCapturing() {
      return isCapturing;
    },
    done: done.catch((error: unknown) => {
      isCapturing = false;
      if (!signal.aborted) log(`${record.info.egressId} is left as it is: ${sentenceOf(error)}`);
    }),
    end,
  };
}

const noUpload: Upload = { advance: () => {}, finish: async () => null };

async function captureAll(run: Run): Promise<void> {
  const { context, ended, end } = run;
  const { settings, signal } = context;
  const { width, height, framerate, videoBitsPerSecond, audioBitsPerSecond } = run.record.order;
  const stopped = new AbortController();
  void ended.then(() => stopped.abort(new CaptureError('it was stopped before it began')));
  let written: Promise<unknown> = Promise.resolve();
  let capture: Capture | null = null;
  let limit: NodeJS.Timeout | undefined;
  try {
    capture = await startCapture({
      chromium: context.chromium,
      url: await pageAddress(run.record, settings),
      picture: {
        ...{ width, height, framerate, keyFrameMs },
        ...{ videoBitsPerSecond, audioBitsPerSecond },
      },
      startTimeoutMs: settings.RECORDER_START_SECONDS * 1_000,
      signal: AbortSignal.any([signal, stopped.signal]),
      onPiece: (piece) => {
        written = store(piece, run);
      },
      onEnd: (how) => end(endingOf(how)),
    });
    limit = setTimeout(() => end({ kind: 'limit' }), settings.RECORDER_MAX_SECONDS * 1_000);
    if (run.record.ending === null) {
      run.change({ status: EgressStatus.EGRESS_ACTIVE, startedAt: now() });
    }
    await Promise.race([ended, aborted(signal)]);
  } catch (error) {
    if (!signal.aborted) end(failureOf(error));
  } finally {
    clearTimeout(limit);
    await capture?.stop();
    await written;
    // Nobody needs to wait for a browser to have gone.
    void capture?.close();
  }
}

async function store(piece: Buffer, { file, upload, segmenter, end }: Run): Promise<void> {
  try {
    segmenter?.feed(piece);
    await file.append(piece);
    upload.advance();
  } catch (error) {
    end({ kind: 'failed', why: diskSentence(error) });
  }
}

async function pageAddress({ info, order }: EgressRecord, settings: Settings): Promise<string> {
  const url = new URL(order.pageUrl);
  url.searchParams.set('layout', order.layout);
  url.searchParams.set('url', settings.LIVEKIT_URL);
  url.searchParams.set('token', await pageToken(settings, { ...info, roomName: order.roomName }));
  return url.href;
}

function endingOf(how: Parameters<Parameters<typeof startCapture>[0]['onEnd']>[0]): Ending {
  if (how.kind === 'page') return { kind: 'stopped' };
  return { kind: 'failed', why: `It ended too early: ${how.why}. What was recorded is kept.` };
}

/** LiveKit aborts what had not begun for want of a start signal, or was stopped before it. */
function failureOf(error: unknown): Ending {
  if (!(error instanceof CaptureError)) {
    return { kind: 'failed', why: 'Nothing was recorded: the recorder failed.' };
  }
  const isAbort = error.message === 'Start signal not received';
  return isAbort
    ? { kind: 'aborted', why: error.message }
    : { kind: 'failed', why: `Nothing was recorded: ${error.message}.` };
}

function diskSentence(error: unknown): string {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  const why = isFull ? 'The recorder’s disk is full' : 'The recorder’s disk could not be written';
  return `${why}; what was recorded until then is kept.`;
}

function refusalOf(error: unknown): string {
  const why = error instanceof S3Error ? error.message : 'It could not be read again.';
  return `What was recorded could not be stored and is kept on the recorder: ${why}`;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function now(): bigint {
  return BigInt(Date.now()) * perMilli;
}
