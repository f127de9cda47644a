import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readFragments } from '../../../media/recorder/mp4/fragments.ts';
import { layOut } from '../../../media/recorder/mp4/layout.ts';
import { movieOf } from '../../../media/recorder/mp4/movie.ts';
import { type CaptureFile, type Spool, spoolIn } from '../../../media/recorder/spool.ts';
import { createUpload } from '../../../media/recorder/upload.ts';
import { findStorage } from '../../../media/storage/program.ts';
import { createS3, type S3 } from '../../../media/storage/s3.ts';
import { type StorageServer, startStorage } from '../../../media/storage/storage.ts';
import { downloadFrom } from '../../support/download.ts';
import { fragmentedMovie } from '../../support/fragmented.ts';
import { skipBecause } from '../../support/skip.ts';

const program = await findStorage();
const whyNotStore =
  program?.preparation === null ? null : 'there is no way to run an S3 server here';
const mebibyte = 1024 * 1024;
const { signal } = new AbortController();

describe('uploading what is recorded', skipBecause(whyNotStore), () => {
  const folder = mkdtempSync(join(tmpdir(), 'holler-upload-'));
  let storage: StorageServer;
  let s3: S3;
  let large: Buffer<ArrayBuffer>;

  beforeAll(async () => {
    const started = await startStorage({ folder });
    if (started === null) throw new Error('The S3 server was found and then not');
    storage = started;
    s3 = createS3(storage.settings);
    [large] = await Promise.all([
      fragmentedMovie({ seconds: 40, pictureBytes: 25_000 }),
      storage.ready,
    ]);
    expect(large.length).toBeGreaterThan(28 * mebibyte);
  }, 60_000);

  afterAll(async () => {
    await storage.stop();
    rmSync(folder, { recursive: true });
  });

  async function newSpool(): Promise<{ spool: Spool; capture: CaptureFile }> {
    const spool = spoolIn(mkdtempSync(join(folder, 'spool-')));
    const capture = await spool.openCapture();
    onTestFinished(() => capture.close());
    return { spool, capture };
  }

  /** What is stored has the same samples as what was recorded, at the same times, and is as long. */
  async function expectSame(key: string, original: Buffer<ArrayBuffer>, seconds: number) {
    const stored = await samplesOf(await downloadFrom(storage.settings, key));
    expect(stored).toEqual(await samplesOf(original));
    expect(stored.seconds).toBeCloseTo(seconds, 1);
  }

  /** Of `large`, as an earlier recorder left it that had sent one part of this size. */
  async function begunEarlier(key: string, partBytes: number) {
    const { spool, capture } = await newSpool();
    await capture.append(large);
    const uploadId = await s3.beginUpload(key, 'video/mp4');
    const part = await s3.putPart(key, uploadId, 2, Buffer.alloc(partBytes));
    spool.remember('upload', { uploadId, partBytes, parts: [part] });
    return { spool, capture, uploadId };
  }

  it('stores what is small at once, with its table first', async () => {
    const { spool, capture } = await newSpool();
    const movie = await fragmentedMovie({ seconds: 5, pictureBytes: 2_000 });
    await capture.append(movie);
    const uploaded = await createUpload({ s3, key: 'small.mp4', spool, capture, signal }).finish();
    expect(uploaded?.seconds).toBeCloseTo(5, 1);
    expect(await s3.size('small.mp4')).toBe(uploaded?.bytes);
    await expectSame('small.mp4', movie, 5);
    expect((await downloadFrom(storage.settings, 'small.mp4')).indexOf('moov')).toBeLessThan(64);
  });

  it('stores what is large while it grows, and ends it without sending it again', async () => {
    const { spool, capture } = await newSpool();
    const upload = createUpload({ s3, key: 'large.mp4', spool, capture, signal });
    for (let at = 0; at < large.length; at += mebibyte) {
      await capture.append(large.subarray(at, at + mebibyte));
      upload.advance();
    }
    await expect.poll(() => spool.recall('upload')).toMatchObject({ parts: { length: 3 } });
    await upload.finish();
    await expectSame('large.mp4', large, 40);
  });

  it('goes on after a crash where it was, and leaves out what was cut off', async () => {
    const { spool, capture } = await newSpool();
    const cut = Math.floor(large.length * 0.9);
    await capture.append(large.subarray(0, cut));
    createUpload({ s3, key: 'crash.mp4', spool, capture, signal }).advance();
    await expect.poll(() => spool.recall('upload')).toMatchObject({ parts: { length: 3 } });
    const upload = createUpload({ s3, key: 'crash.mp4', spool, capture, signal });
    const uploaded = await upload.finish();
    expect(uploaded?.seconds).toBeGreaterThan(33);
    expect(uploaded?.seconds).toBeLessThan(36.1);
    const stored = await samplesOf(await downloadFrom(storage.settings, 'crash.mp4'));
    expect(stored.seconds).toBeCloseTo(uploaded?.seconds ?? 0, 1);
  });

  it('starts again when the storage has forgotten the upload', async () => {
    const { spool, capture, uploadId } = await begunEarlier('again.mp4', 6 * mebibyte);
    await s3.abandonUpload('again.mp4', uploadId);
    await createUpload({ s3, key: 'again.mp4', spool, capture, signal }).finish();
    await expectSame('again.mp4', large, 40);
  });

  it('sends anew what was begun with parts of another size', async () => {
    const { spool, capture } = await begunEarlier('older.mp4', 8 * mebibyte);
    await createUpload({ s3, key: 'older.mp4', spool, capture, signal }).finish();
    await expectSame('older.mp4', large, 40);
  });

  it('waits for a storage that is away', async () => {
    const { spool, capture } = await newSpool();
    await storage.kill();
    await capture.append(large);
    const finished = createUpload({ s3, key: 'away.mp4', spool, capture, signal }).finish();
    setTimeout(() => void storage.restart(), 1_000);
    await finished;
    await expectSame('away.mp4', large, 40);
  });

  it.each([
    ['fills its place with nothing when there is more of it', mebibyte, 0],
    ['goes to the end when its place is too small', 200, 1],
  ])('knows where samples are also when the table %s', async (_how, reserved, tables) => {
    const { capture } = await newSpool();
    const media = await fragmentedMovie({ seconds: 5, pictureBytes: 2_000 });
    await capture.append(media);
    const fragments = await readFragments(capture.file);
    if (fragments === null) throw new Error('There are no fragments');
    const { head, tail } = layOut(movieOf(fragments), media.length, reserved);
    expect(head.length).toBe(reserved);
    expect(tail.length > 0 ? 1 : 0).toBe(tables);
    const finished = Buffer.concat([head, media, tail]);
    expect(await samplesOf(finished)).toEqual(await samplesOf(media));
  });

  it('says that there is nothing rather than store it', async () => {
    const { spool, capture } = await newSpool();
    await capture.append(large.subarray(0, 2_000));
    expect(await createUpload({ s3, key: 'none.mp4', spool, capture, signal }).finish()).toBeNull();
  });

  it('gives up at once when it may not', async () => {
    const { spool, capture } = await newSpool();
    await capture.append(large);
    const stranger = createS3({ ...storage.settings, S3_SECRET: 'x'.repeat(40) });
    await expect(
      createUpload({ s3: stranger, key: 'no.mp4', spool, capture, signal }).finish(),
    ).rejects.toMatchObject({ status: 403 });
  });
});

async function samplesOf(movie: Buffer<ArrayBuffer>) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(movie) });
  const hash = createHash('sha256');
  const counts: number[] = [];
  const tracks = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  for (const track of tracks) {
    if (track === null) throw new Error('A track is missing');
    let packets = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      hash.update(`${packet.type} ${packet.timestamp.toFixed(3)} `).update(packet.data);
      packets += 1;
    }
    counts.push(packets);
  }
  return { counts, hash: hash.digest('hex'), seconds: await input.computeDuration() };
}
