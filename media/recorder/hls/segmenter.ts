import { SegmentsInfo } from '@livekit/protocol';
import * as v from 'valibot';
import type { S3 } from '../../storage/s3.ts';
import type { Order } from '../order.ts';
import { isPassing, withPatience } from '../patience.ts';
import type { CaptureFile, Spool } from '../spool.ts';
import { eventPlaylist, livePlaylist, type Segment } from './playlist.ts';

/** Stores the recording a second time while it grows: in segments that browsers play a few seconds later. */
export interface Segmenter {
  /** Tells that the captured file has grown by a fragment of so many seconds; by its head, of none. */
  advance(seconds: number): void;
  /** Null when there is none. */
  finish(): Promise<SegmentsInfo | null>;
}

export interface SegmenterOptions {
  readonly segments: NonNullable<Order['segments']>;
  readonly spool: Spool;
  readonly capture: CaptureFile;
  readonly s3: S3;
  readonly signal: AbortSignal;
}

/** A part of the captured file that becomes an object. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
}

const progressName = 'segments';
const longestWaitMs = 10_000;
const types = { media: 'video/mp4', playlist: 'application/vnd.apple.mpegurl' } as const;
const perSecond = 1_000_000_000;
/** Fragments begin with whole pictures, which come a little earlier or later than asked for. */
const toleranceSeconds = 0.25;
const Segments = v.array(v.object({ name: v.string(), seconds: v.number(), bytes: v.number() }));

export function createSegmenter(options: SegmenterOptions): Segmenter {
  const { segments: order, spool, capture, s3, signal } = options;
  const recalled = v.safeParse(Segments, spool.recall(progressName));
  const stored: Segment[] = recalled.success ? recalled.output : [];
  const folder = order.prefix.slice(0, order.prefix.lastIndexOf('/') + 1);
  const baseName = order.prefix.slice(folder.length);
  const headName = `${baseName}_head.mp4`;
  let cutAt = 0;
  let gathered: Piece | null = null;
  let count = stored.length;
  let storing: Promise<void> = Promise.resolve();

  function enqueue(work: () => Promise<void>): void {
    storing = storing.then(work);
    storing.catch(() => {});
  }

  function advance(seconds: number): void {
    const from = cutAt;
    cutAt = capture.bytes;
    if (seconds === 0) return enqueue(() => storeHead(from, capture.bytes));
    gathered = {
      from: gathered?.from ?? from,
      to: cutAt,
      seconds: (gathered?.seconds ?? 0) + seconds,
    };
    if (gathered.seconds >= order.seconds - toleranceSeconds) cut();
  }

  function cut(): void {
    const piece = gathered;
    gathered = null;
    if (piece === null) return;
    const name = `${baseName}_${String(count).padStart(5, '0')}.m4s`;
    count += 1;
    enqueue(() => storeSegment(name, piece));
  }

  async function storeHead(from: number, to: number): Promise<void> {
    await put(`${folder}${headName}`, await capture.read(from, to), types.media);
  }

  async function storeSegment(name: string, { from, to, seconds }: Piece): Promise<void> {
    await put(`${folder}${name}`, await capture.read(from, to), types.media);
    stored.push({ name, seconds, bytes: to - from });
    await putPlaylists(false);
    try {
      spool.remember(progressName, stored);
    } catch {
      // A full disk: after a crash the playlist would only end earlier.
    }
  }

  async function putPlaylists(isOver: boolean): Promise<void> {
    const texts = [{ key: order.playlistKey, text: eventPlaylist(headName, stored, isOver) }];
    if (order.livePlaylistKey !== null) {
      texts.push({ key: order.livePlaylistKey, text: livePlaylist(headName, stored, isOver) });
    }
    for (const { key, text } of texts) await put(key, Buffer.from(text), types.playlist);
  }

  function put(key: string, body: Buffer<ArrayBuffer>, type: string): Promise<void> {
    return withPatience(() => s3.put(key, body, type), { signal, longestWaitMs, isPassing });
  }

  return {
    advance,
    async finish() {
      cut();
      await storing;
      if (stored.length === 0) return null;
      await putPlaylists(true);
      return infoOf(order, stored, s3);
    },
  };
}

function infoOf(
  { playlistKey, livePlaylistKey }: SegmenterOptions['segments'],
  stored: readonly Segment[],
  s3: S3,
): SegmentsInfo {
  const total = (of: (segment: Segment) => number) =>
    stored.reduce((sum, segment) => sum + of(segment), 0);
  return new SegmentsInfo({
    playlistName: playlistKey,
    playlistLocation: s3.locationOf(playlistKey),
    ...(livePlaylistKey !== null && {
      livePlaylistName: livePlaylistKey,
      livePlaylistLocation: s3.locationOf(livePlaylistKey),
    }),
    segmentCount: BigInt(stored.length),
    size: BigInt(total(({ bytes }) => bytes)),
    duration: BigInt(Math.round(total(({ seconds }) => seconds) * perSecond)),
  });
}
