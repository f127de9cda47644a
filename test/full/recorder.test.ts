import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EncodingOptions } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { factsOf } from '../support/movie.ts';
import {
  type RecordingScene,
  setRecordingScene,
  whyNotRecordHere,
} from '../support/recording-scene.ts';
import { skipBecause } from '../support/skip.ts';

const isRoot = process.getuid?.() === 0;
const mebibyte = 1024 * 1024;
/** Noise at this rate fills parts and disks quickly. */
const busy = (videoBitrate: number) => ({
  encodingOptions: new EncodingOptions({ width: 1_280, height: 720, framerate: 30, videoBitrate }),
});

describe('the recorder in trouble', skipBecause(whyNotRecordHere), () => {
  let scene: RecordingScene;

  beforeAll(async () => {
    scene = await setRecordingScene();
  }, 60_000);

  afterAll(() => scene?.stop());

  it('records on while the storage is away for two minutes, and stores it after', async () => {
    const recorder = await scene.startRecorder();
    const egressId = await recorder.recordActive('down.mp4', 'noise', busy(8_000));
    const active = performance.now();
    await recorder.untilSpooled(egressId);
    await scene.storage.kill();
    await delay(120_000);
    const [listed] = await recorder.client.listEgress({ egressId, active: true });
    expect(listed?.error).toBe('');
    await scene.storage.restart();
    await recorder.client.stopEgress(egressId);
    const seconds = (performance.now() - active) / 1_000;
    const { status } = await recorder.untilOver(egressId, 120_000);
    expect(status).toBe('EGRESS_COMPLETE');
    const movie = await scene.download('down.mp4');
    // Enough for parts, so that what waits is not just the last request.
    expect(movie.length).toBeGreaterThan(32 * mebibyte);
    expect(Math.abs((await factsOf(movie)).seconds - seconds)).toBeLessThan(0.5);
  }, 400_000);

  it('says that its disk is full, and keeps what was on it', {
    timeout: 120_000,
    ...skipBecause(!isRoot && 'only root may mount a small disk'),
  }, async () => {
    const recorder = await scene.startRecorder({ settings: { RECORDER_MIN_FREE_MB: '0' } });
    const spool = join(recorder.folder, 'spool');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', spool]);
    onTestFinished(() => void execFileSync('umount', ['--lazy', spool]));
    const egressId = await recorder.recordActive('full.mp4', 'noise', busy(20_000));
    const { status, info } = await recorder.untilOver(egressId, 60_000);
    expect(status).toBe('EGRESS_FAILED');
    expect(info.error).toBe('The recorder’s disk is full; what was recorded until then is kept.');
    const facts = await factsOf(await scene.download('full.mp4'));
    expect(facts.seconds).toBeGreaterThan(2);
    expect(facts.video.packets).toBeGreaterThan(30);
  });

  it('takes nothing new when its disk is nearly full', async () => {
    const { record } = await scene.startRecorder({ settings: { RECORDER_MIN_FREE_MB: '1e9' } });
    await expect(record('no.mp4')).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The recorder’s disk is nearly full.',
    });
  });

  it('records two calls at the same time', async () => {
    const recorder = await scene.startRecorder();
    const names = ['one.mp4', 'two.mp4'];
    const ids = await Promise.all(names.map((name) => recorder.recordActive(name)));
    await delay(10_000);
    await Promise.all(ids.map((id) => recorder.client.stopEgress(id)));
    for (const id of ids) {
      expect(await recorder.untilOver(id)).toMatchObject({ status: 'EGRESS_COMPLETE' });
    }
    for (const name of names) {
      const facts = await factsOf(await scene.download(name));
      expect(facts.seconds).toBeGreaterThan(9.5);
      expect(facts.video.packets / facts.seconds).toBeGreaterThan(10);
    }
  }, 120_000);
});
