import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EgressInfo, EgressStatus } from '@livekit/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { createBrowsers } from '../../../media/recorder/capture/browsers.ts';
import type { EgressContext } from '../../../media/recorder/capturing.ts';
import { resumeEgress } from '../../../media/recorder/egress.ts';
import { withoutSecrets } from '../../../media/recorder/environment.ts';
import { createSegmenter } from '../../../media/recorder/hls/segmenter.ts';
import type { Order } from '../../../media/recorder/order.ts';
import { settingsFrom } from '../../../media/recorder/settings.ts';
import { type Spool, spoolIn } from '../../../media/recorder/spool.ts';
import { type S3, S3Error } from '../../../media/storage/s3.ts';
import { fragmentedMovie } from '../../support/fragmented.ts';

const { signal } = new AbortController();
const segments = {
  ...{ prefix: 'live/s', playlistKey: 'live/all.m3u8', livePlaylistKey: null },
  seconds: 2,
};
const order: Order = {
  ...{ roomName: 'a-room', layout: 'grid', pageUrl: 'http://127.0.0.1:9/', webhookUrls: [] },
  ...{ width: 1_280, height: 720, framerate: 30 },
  ...{ videoBitsPerSecond: 1, audioBitsPerSecond: 1, fileKey: 'm.mp4', segments },
};

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holler-egress-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A storage that takes everything, and what it was given. */
function storage(look: (put: { key: string; body: Uint8Array }) => void = () => {}) {
  const stored: string[] = [];
  const never = () => Promise.reject(new Error('nobody asks'));
  const s3: S3 = {
    async put(key, body) {
      look({ key, body });
      stored.push(key);
    },
    locationOf: (key) => key,
    ...{ size: never, remove: never, beginUpload: never, putPart: never },
    ...{ completeUpload: never, abandonUpload: never, ensureBucket: never },
  };
  return { s3, stored };
}

const launchNone = () => Promise.reject(new Error('there is no browser'));

/** What an earlier recorder left is finished, by this spool. */
async function finish(spool: Spool, change: Partial<EgressContext>) {
  const log: string[] = [];
  const settings = settingsFrom({
    ...{ RECORDER_FOLDER: spool.folder, RECORDER_BROWSER: 'none', LIVEKIT_URL: 'ws://127.0.0.1:9' },
    ...{ LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'secret', S3_BUCKET: 'bucket' },
    ...{ S3_ENDPOINT: 'http://127.0.0.1:9', S3_ACCESS_KEY: 'key', S3_SECRET: 'secret' },
  });
  const info = new EgressInfo({ egressId: 'EG_1', updatedAt: 1n });
  const record = { order, info, ending: null, told: false };
  const context: EgressContext = {
    ...{ settings, browsers: createBrowsers(launchNone), s3: storage().s3, signal },
    log: (sentence) => void log.push(sentence),
    ...change,
  };
  const egress = resumeEgress(context, spool, record);
  await egress.done;
  return { ...egress.record, log };
}

it('ends, and tells it, when there is no place for what it records', async () => {
  const spool = spoolIn(newFolder());
  const openCapture = () => Promise.reject(new Error('EMFILE: too many open files'));
  const { info, told, log } = await finish({ ...spool, openCapture }, {});
  expect(EgressStatus[info.status]).toBe('EGRESS_FAILED');
  expect(info.error).toMatch(/^The recorder failed/);
  expect(told).toBe(true);
  expect(log.join()).toContain('EMFILE');
});

it('keeps nothing on its disk for the sake of segments when the file is stored', async () => {
  const spool = spoolIn(newFolder());
  const capture = await spool.openCapture();
  await capture.append(await fragmentedMovie({ seconds: 2, pictureBytes: 1_000 }));
  await capture.close();
  const refusal = new S3Error(403, 'AccessDenied');
  const { s3, stored } = storage(({ key }) => {
    if (key.endsWith('.m3u8')) throw refusal;
  });
  spool.remember('segments', [{ name: 's_00000.m4s', seconds: 2, bytes: 1 }]);
  const { info, log } = await finish(spool, { s3 });
  expect(stored).toEqual(['m.mp4']);
  expect(info.fileResults[0]?.filename).toBe('m.mp4');
  expect(info.error).not.toMatch(/could not be stored/);
  expect(existsSync(join(spool.folder, 'capture.mp4'))).toBe(false);
  expect(log.join()).toContain(refusal.message);
});

it('makes segments of several fragments, also when the disk takes no note of them', async () => {
  const remember = () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  const spool = { ...spoolIn(join(newFolder(), 'spool')), remember };
  const capture = await spool.openCapture();
  onTestFinished(() => capture.close());
  const bodies = new Map<string, string>();
  const { s3, stored } = storage(({ key, body }) => bodies.set(key, Buffer.from(body).toString()));
  const wanted = { ...segments, seconds: 4 };
  const segmenter = createSegmenter({ segments: wanted, spool, capture, s3, signal });
  for (const [text, seconds] of [
    ['head', 0],
    ['one ', 2],
    ['two ', 1.95],
    ['three', 1],
  ] as const) {
    await capture.append(Buffer.from(text));
    segmenter.advance(seconds);
  }
  const info = await segmenter.finish();
  expect(Number(info?.segmentCount)).toBe(2);
  expect(Number(info?.duration) / 1e9).toBeCloseTo(4.95);
  expect(stored).toEqual([
    ...['live/s_head.mp4', 'live/s_00000.m4s', 'live/all.m3u8'],
    ...['live/s_00001.m4s', 'live/all.m3u8', 'live/all.m3u8'],
  ]);
  expect(bodies.get('live/s_head.mp4')).toBe('head');
  expect(bodies.get('live/s_00000.m4s')).toBe('one two ');
  expect(bodies.get('live/s_00001.m4s')).toBe('three');
});

it('tells other programs of the machine, and of no secret', () => {
  const env = { PATH: '/bin', LIVEKIT_API_SECRET: 'a', S3_SECRET: 'b', HOME: undefined };
  expect(withoutSecrets(env)).toEqual({ PATH: '/bin' });
});
