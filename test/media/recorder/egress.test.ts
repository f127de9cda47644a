import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
import type { S3 } from '../../../media/storage/s3.ts';
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
function storage() {
  const stored: string[] = [];
  const never = () => Promise.reject(new Error('nobody asks'));
  const s3: S3 = {
    put: async (key) => void stored.push(key),
    locationOf: (key) => key,
    ...{ size: never, remove: never, beginUpload: never, putPart: never },
    ...{ completeUpload: never, abandonUpload: never, ensureBucket: never },
  };
  return { s3, stored };
}

/** What an earlier recorder left is finished, by this spool and these segments. */
async function finish(spool: Spool, change: Partial<EgressContext>) {
  const log: string[] = [];
  const settings = settingsFrom({
    ...{ RECORDER_FOLDER: spool.folder, LIVEKIT_URL: 'ws://127.0.0.1:9' },
    ...{ LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'secret', S3_BUCKET: 'bucket' },
    ...{ S3_ENDPOINT: 'http://127.0.0.1:9', S3_ACCESS_KEY: 'key', S3_SECRET: 'secret' },
  });
  const info = new EgressInfo({ egressId: 'EG_1', updatedAt: 1n });
  const record = { order, info, ending: null, told: false };
  const context: EgressContext = {
    ...{ settings, browsers: createBrowsers(''), s3: storage().s3, signal, canSegment: true },
    segmenterFor: () => null,
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
  const { s3, stored } = storage();
  const broken = { feed: () => {}, finish: () => Promise.reject(new Error('ENOSPC')) };
  const { info, log } = await finish(spool, { s3, segmenterFor: () => broken });
  expect(stored).toEqual(['m.mp4']);
  expect(info.fileResults[0]?.filename).toBe('m.mp4');
  expect(info.error).not.toMatch(/could not be stored/);
  expect(existsSync(join(spool.folder, 'capture.mp4'))).toBe(false);
  expect(log.join()).toContain('ENOSPC');
});

it('makes segments also when the disk takes no note of them', async () => {
  const folder = newFolder();
  // Names one segment when there is nothing more to read, as the real one does.
  const ffmpeg = join(folder, 'ffmpeg');
  const script = 'for last; do :; done\ncat > "$(printf "$last" 0)"\necho segment_00000.ts,0,2\n';
  writeFileSync(ffmpeg, `#!/bin/sh\n${script}`);
  chmodSync(ffmpeg, 0o755);
  const remember = () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  const spool = { ...spoolIn(join(folder, 'spool')), remember };
  const { s3, stored } = storage();
  const segmenter = createSegmenter({ ffmpeg, segments, spool, s3, signal });
  segmenter.feed(Buffer.from('media'));
  expect(Number((await segmenter.finish())?.segmentCount)).toBe(1);
  expect(stored).toEqual(['live/s_00000.ts', 'live/all.m3u8', 'live/all.m3u8']);
});

it('tells other programs of the machine, and of no secret', () => {
  const env = { PATH: '/bin', LIVEKIT_API_SECRET: 'a', S3_SECRET: 'b', HOME: undefined };
  expect(withoutSecrets(env)).toEqual({ PATH: '/bin' });
});
