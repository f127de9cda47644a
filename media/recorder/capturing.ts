import { type EgressInfo, EgressStatus } from '@livekit/protocol';
import type { S3 } from '../storage/s3.ts';
import { pageToken } from './access.ts';
import type { Browsers } from './capture/browsers.ts';
import {
  type Capture,
  type CaptureEnd,
  CaptureError,
  type FilmPiece,
  startCapture,
} from './capture/capture.ts';
import type { EgressRecord, Ending } from './egress-record.ts';
import type { Segmenter } from './hls/segmenter.ts';
import { Mp4Error } from './mp4/boxes.ts';
import { readFragment } from './mp4/fragment.ts';
import type { Settings } from './settings.ts';
import type { CaptureFile } from './spool.ts';
import type { Upload } from './upload.ts';

/** A browser that is killed takes the fragment that it was writing with it. */
const fragmentSeconds = 2;
const perMilli = 1_000_000n;

export interface EgressContext {
  readonly settings: Settings;
  readonly browsers: Browsers;
  readonly s3: S3;
  /** Aborted when the recorder stops: what is unfinished then goes on at its next start. */
  readonly signal: AbortSignal;
  log(sentence: string): void;
}

/** What the parts of one run share. */
export interface Run {
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

/** Captures until it is ended, by whoever; then everything captured is on the disk. */
export async function capturePage(run: Run): Promise<void> {
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
      browsers: context.browsers,
      url: await pageAddress(run.record, settings),
      film: {
        ...{ width, height, framerate, fragmentSeconds },
        ...{ videoBitsPerSecond, audioBitsPerSecond },
      },
      startTimeoutMs: settings.RECORDER_START_SECONDS * 1_000,
      silenceMs: settings.RECORDER_SILENCE_SECONDS * 1_000,
      signal: AbortSignal.any([signal, stopped.signal]),
      onPiece: (piece) => {
        written = written.then(() => store(piece, run));
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

async function store({ kind, bytes }: FilmPiece, run: Run): Promise<void> {
  const { file, upload, segmenter, end } = run;
  try {
    const { media, seconds } = kind === 'head' ? { media: bytes, seconds: 0 } : readFragment(bytes);
    await file.append(media);
    upload.advance();
    segmenter?.advance(seconds);
  } catch (error) {
    end({ kind: 'failed', why: storeSentence(error) });
  }
}

async function pageAddress({ info, order }: EgressRecord, settings: Settings): Promise<string> {
  const url = new URL(order.pageUrl);
  url.searchParams.set('layout', order.layout);
  url.searchParams.set('url', settings.LIVEKIT_URL);
  url.searchParams.set('token', await pageToken(settings, { ...info, roomName: order.roomName }));
  return url.href;
}

function endingOf(how: CaptureEnd): Ending {
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

function storeSentence(error: unknown): string {
  if (error instanceof Mp4Error) {
    return 'It ended too early: the page handed over what is no film. What was recorded is kept.';
  }
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  const why = isFull ? 'The recorder’s disk is full' : 'The recorder’s disk could not be written';
  return `${why}; what was recorded until then is kept.`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** As LiveKit counts: nanoseconds. */
export function now(): bigint {
  return BigInt(Date.now()) * perMilli;
}
