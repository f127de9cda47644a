import { EgressInfo, EgressStatus, FileInfo } from '@livekit/protocol';
import { S3Error } from '../storage/s3.ts';
import { capturePage, type EgressContext, now, type Run } from './capturing.ts';
import {
  type EgressRecord,
  type Ending,
  isOver,
  rememberRecord,
  statusOf,
} from './egress-record.ts';
import { createHerald } from './herald.ts';
import { createSegmenter } from './hls/segmenter.ts';
import type { Spool } from './spool.ts';
import { createUpload, type Upload, type Uploaded } from './upload.ts';

const perSecond = 1_000_000_000;

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
  return run(context, spool, record, capturePage);
}

/** What a recorder that was ended before had not finished. */
export function resumeEgress(context: EgressContext, spool: Spool, record: EgressRecord): Egress {
  const why = 'The recorder ended in the middle of it; what it had recorded until then is kept.';
  return run(context, spool, record, async ({ end }) => end({ kind: 'failed', why }));
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
  let isCapturing = capture === capturePage;
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
    const { segments } = record.order;
    const segmenter = segments && createSegmenter({ segments, spool, capture: file, s3, signal });
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
      await finishSegments(segmenter, uploaded !== null);
    } catch (error) {
      signal.throwIfAborted();
      final = { kind: 'failed', why: refusalOf(error) };
    }
    over(final, uploaded);
    const isRefused = final !== ending;
    if (!isRefused) await spool.discardMedia();
    log(`${record.info.egressId} is over: ${EgressStatus[record.info.status]}.`);
    await tellEnd();
  }

  /** They are a second copy for whoever watches live: where the file is stored, nothing is lost without them. */
  async function finishSegments(segmenter: Run['segmenter'], isStored: boolean): Promise<void> {
    try {
      const segments = await segmenter?.finish();
      if (segments) change({ segmentResults: [segments] });
    } catch (error) {
      signal.throwIfAborted();
      if (!isStored) throw error;
      log(`${record.info.egressId} has no segments: ${sentenceOf(error)}`);
    }
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

  async function tellEnd(): Promise<void> {
    if (await herald.tell('egress_ended', record.info)) change({}, { told: true });
  }

  /** Nobody may wait for ever for something that has no disk, or the like. */
  async function giveUp(error: unknown): Promise<void> {
    isCapturing = false;
    if (signal.aborted) return;
    log(`${record.info.egressId} broke off: ${sentenceOf(error)}`);
    if (!isOver(record.info)) over({ kind: 'failed', why: gaveUp }, null);
    await tellEnd();
  }

  /** From wherever an earlier run had come to. */
  async function goOn(): Promise<void> {
    if (start.told) return;
    if (isOver(start.info)) return tellEnd();
    if (start.info.updatedAt === 0n) {
      change({});
      void herald.tell('egress_started', record.info);
    }
    return work();
  }

  const done = goOn().catch(giveUp);
  return {
    get record() {
      return record;
    },
    get isCapturing() {
      return isCapturing;
    },
    done,
    end,
  };
}

const noUpload: Upload = { advance: () => {}, finish: async () => null };

const gaveUp = 'The recorder failed; what was recorded until then, if anything, is kept on it.';

function refusalOf(error: unknown): string {
  const why = error instanceof S3Error ? error.message : 'It could not be read again.';
  return `What was recorded could not be stored and is kept on the recorder: ${why}`;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
