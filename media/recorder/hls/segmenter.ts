import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SegmentsInfo } from '@livekit/protocol';
import * as v from 'valibot';
import type { S3 } from '../../storage/s3.ts';
import { withoutSecrets } from '../environment.ts';
import type { Order } from '../order.ts';
import { isPassing, withPatience } from '../patience.ts';
import type { Spool } from '../spool.ts';
import { segmentArguments } from './ffmpeg.ts';
import { eventPlaylist, livePlaylist, type Segment } from './playlist.ts';

/** Makes HLS of the same media as they come, and stores it while the call runs. */
export interface Segmenter {
  feed(piece: Buffer): void;
  /** Null when there is none. */
  finish(): Promise<SegmentsInfo | null>;
}

export interface SegmenterOptions {
  readonly ffmpeg: string;
  readonly segments: NonNullable<Order['segments']>;
  readonly spool: Spool;
  readonly s3: S3;
  readonly signal: AbortSignal;
}

const progressName = 'segments';
const longestWaitMs = 10_000;
const types = { segment: 'video/mp2t', playlist: 'application/vnd.apple.mpegurl' } as const;
const perSecond = 1_000_000_000;
const Segments = v.array(v.object({ name: v.string(), seconds: v.number(), bytes: v.number() }));

export function createSegmenter(options: SegmenterOptions): Segmenter {
  const { segments: order, spool, s3, signal } = options;
  const recalled = v.safeParse(Segments, spool.recall(progressName));
  const stored: Segment[] = recalled.success ? recalled.output : [];
  const folder = order.prefix.slice(0, order.prefix.lastIndexOf('/') + 1);
  let ffmpeg: ChildProcess | null = null;
  let named: Promise<void> = Promise.resolve();
  let storing: Promise<void> = Promise.resolve();

  function run(): ChildProcess {
    const args = segmentArguments(order.seconds, join(spool.folder, 'segment_%05d.ts'));
    const child = spawn(options.ffmpeg, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: withoutSecrets(process.env),
      signal,
    });
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      storing = storing.then(() => store(line));
      storing.catch(() => {});
    });
    named = new Promise((resolve) => {
      lines.on('close', resolve);
    });
    return child;
  }

  /** A line says: its file, when it starts, when it ends. */
  async function store(line: string): Promise<void> {
    const [file = '', from, to] = line.split(',');
    const path = join(spool.folder, file);
    const name = `${order.prefix.slice(folder.length)}_${/\d+/.exec(file)?.[0]}.ts`;
    const body = await readFile(path);
    await put(`${folder}${name}`, body, types.segment);
    stored.push({ name, seconds: Number(to) - Number(from), bytes: body.length });
    await putPlaylists(false);
    note();
    await rm(path, { force: true });
  }

  function note(): void {
    try {
      spool.remember(progressName, stored);
    } catch {
      // A full disk: after a crash the playlist would only end earlier.
    }
  }

  async function putPlaylists(isOver: boolean): Promise<void> {
    await put(order.playlistKey, Buffer.from(eventPlaylist(stored, isOver)), types.playlist);
    if (order.livePlaylistKey === null) return;
    await put(order.livePlaylistKey, Buffer.from(livePlaylist(stored, isOver)), types.playlist);
  }

  function put(key: string, body: Buffer<ArrayBuffer>, type: string): Promise<void> {
    return withPatience(() => s3.put(key, body, type), { signal, longestWaitMs, isPassing });
  }

  return {
    feed(piece) {
      ffmpeg ??= run();
      if (ffmpeg.stdin?.writable) ffmpeg.stdin.write(piece);
    },
    async finish() {
      ffmpeg?.stdin?.end();
      await named;
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
