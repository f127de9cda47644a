import * as v from 'valibot';
import { type S3, S3Error, type UploadedPart } from '../storage/s3.ts';
import { readFragments } from './mp4/fragments.ts';
import { layOut } from './mp4/layout.ts';
import { movieOf } from './mp4/movie.ts';
import { isPassing, withPatience } from './patience.ts';
import type { CaptureFile, Spool } from './spool.ts';

/**
 * All parts but the last have one size, which R2 insists on. S3 wants at least 5 MiB, and takes 10,000 of them: enough
 * for six hours at the highest rate. Each is held in memory.
 */
const partBytes = 6 * 1024 * 1024;
/** Of the first part, which goes last: the table of samples, known only at the end (an hour's fits). */
const reservedBytes = 1024 * 1024;
const firstMediaBytes = partBytes - reservedBytes;
const longestWaitMs = 15_000;
const contentType = 'video/mp4';

export interface Uploaded {
  readonly bytes: number;
  readonly seconds: number;
}

/** Brings a growing file into the storage, and makes it seekable at its end. */
export interface Upload {
  /** Tells that the file has grown. */
  advance(): void;
  /** Null when nothing was recorded. Waits for a storage that is away; throws when it refuses. */
  finish(): Promise<Uploaded | null>;
}

export interface UploadOptions {
  readonly s3: S3;
  readonly key: string;
  readonly spool: Spool;
  readonly capture: CaptureFile;
  readonly signal: AbortSignal;
}

const Progress = v.object({
  uploadId: v.string(),
  /** What another version has begun is sent anew. */
  partBytes: v.literal(partBytes),
  /** From the second on: the first goes last. */
  parts: v.array(v.object({ number: v.number(), etag: v.string() })),
});
type Progress = v.InferOutput<typeof Progress>;
const progressName = 'upload';

export function createUpload({ s3, key, spool, capture, signal }: UploadOptions): Upload {
  const recalled = v.safeParse(Progress, spool.recall(progressName));
  let progress: Progress | null = recalled.success ? recalled.output : null;
  let running: Promise<void> | null = null;

  const patiently = <T>(attempt: () => Promise<T>) =>
    withPatience(attempt, { signal, longestWaitMs, isPassing });

  async function put(number: number, body: Buffer<ArrayBuffer>): Promise<UploadedPart> {
    progress ??= {
      uploadId: await patiently(() => s3.beginUpload(key, contentType)),
      ...{ partBytes, parts: [] },
    };
    const { uploadId } = progress;
    return patiently(() => s3.putPart(key, uploadId, number, body));
  }

  function note(part: UploadedPart): void {
    if (progress === null) return;
    progress = { ...progress, parts: [...progress.parts, part] };
    try {
      spool.remember(progressName, progress);
    } catch {
      // A full disk: after a crash this part would only be sent once more.
    }
  }

  const uploadedMedia = () => (progress ? firstMediaBytes + progress.parts.length * partBytes : 0);
  const nextPart = () => (progress?.parts.length ?? 0) + 2;

  /** Sends what fills whole parts. */
  async function sendFullParts(): Promise<void> {
    for (;;) {
      const from = Math.max(uploadedMedia(), firstMediaBytes);
      if (from + partBytes > capture.bytes) return;
      const body = await capture.read(from, from + partBytes);
      note(await put(nextPart(), body));
    }
  }

  async function sendAll(): Promise<Uploaded | null> {
    const fragments = await readFragments(capture.file);
    if (fragments === null) return null;
    const movie = movieOf(fragments);
    const mediaBytes = capture.bytes;
    const isSmall = progress === null && mediaBytes < firstMediaBytes + partBytes;
    const { head, tail } = layOut(movie, mediaBytes, isSmall ? null : reservedBytes);
    const bytes = head.length + mediaBytes + tail.length;
    if (isSmall) {
      const whole = Buffer.concat([head, await capture.read(0, mediaBytes), tail]);
      await patiently(() => s3.put(key, whole, contentType));
      return { bytes, seconds: movie.seconds };
    }
    await sendFullParts();
    const from = uploadedMedia();
    const rest = Buffer.concat([await capture.read(from, mediaBytes), tail]);
    const last: UploadedPart[] = [];
    for (let at = 0; at < rest.length; at += partBytes) {
      last.push(await put(nextPart() + last.length, rest.subarray(at, at + partBytes)));
    }
    const first = await put(1, Buffer.concat([head, await capture.read(0, firstMediaBytes)]));
    await complete([first, ...(progress?.parts ?? []), ...last], bytes);
    return { bytes, seconds: movie.seconds };
  }

  async function complete(parts: readonly UploadedPart[], bytes: number): Promise<void> {
    const { uploadId } = progress ?? { uploadId: '' };
    await patiently(async () => {
      try {
        await s3.completeUpload(key, uploadId, parts);
      } catch (error) {
        // The answer to an earlier attempt was lost, but not what it did.
        const isDone = isGone(error) && (await s3.size(key)) === bytes;
        if (!isDone) throw error;
      }
    });
  }

  return {
    advance() {
      if (running !== null) return;
      running = sendFullParts()
        // At the end everything is tried again, and told.
        .catch(() => {})
        .finally(() => {
          running = null;
        });
    },
    async finish() {
      await running;
      try {
        return await sendAll();
      } catch (error) {
        if (progress === null || !isGone(error)) throw error;
        // The storage has forgotten the upload, as some do after days: the file itself is still here.
        progress = null;
        return await sendAll();
      }
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'NoSuchUpload';
}
