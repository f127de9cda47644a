import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EncodingOptionsPreset, TokenVerifier } from 'livekit-server-sdk';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../media/recorder/capture/chromium.ts';
import { chromiumPath } from '../../support/browser.ts';
import { factsOf, type Seen, watch } from '../../support/movie.ts';
import { openPageInRoom } from '../../support/page-in-room.ts';
import {
  type RecordingScene,
  type SceneRecorder,
  setRecordingScene,
  whyNotRecordHere,
} from '../../support/recording-scene.ts';
import { skipBecause } from '../../support/skip.ts';

const whyNoProcesses = existsSync('/proc/self/cmdline')
  ? null
  : 'this system does not tell which processes run';

describe('the recorder', skipBecause(whyNotRecordHere), () => {
  let scene: RecordingScene;
  let recorder: SceneRecorder;
  let browser: Browser;

  beforeAll(async () => {
    scene = await setRecordingScene();
    recorder = await scene.startRecorder({ settings: { RECORDER_SILENCE_SECONDS: '8' } });
    browser = await launchChromium(chromiumPath());
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    const log = readFileSync(recorder.logFile, 'utf8');
    expect(log).toContain('EGRESS_COMPLETE');
    // No secret, no token, and no address with one in it.
    for (const secret of [scene.keys.secret, scene.storage.settings.S3_SECRET, 'eyJ', 'ticket']) {
      expect(log).not.toContain(secret);
    }
    await scene?.stop();
  });

  /** The parameters with which the page of one recording was opened. */
  const opened = (name: string) =>
    scene.pages.opened.take(`page ${name}`, (query) => query.get('name') === name, 10_000);

  /** Some of it: whole, played and as long as its container says. */
  async function expectPlayable(key: string, least: number): Promise<void> {
    const movie = await scene.download(key);
    const facts = await factsOf(movie);
    expect(facts.seconds).toBeGreaterThan(least);
    const seen = await watch(browser, movie, [facts.seconds / 2], { play: false });
    expect(seen.seconds).toBeCloseTo(facts.seconds, 1);
    expectColours(seen);
  }

  it('makes a seekable MP4 of what a page shows and plays, as long as it ran', async () => {
    const { egressId } = await recorder.record('calls/m1_1700000000.mp4');
    await recorder.untilActive(egressId);
    const active = performance.now();
    await delay(4_000);
    await recorder.client.stopEgress(egressId);
    const wall = (performance.now() - active) / 1_000;
    const { info } = await recorder.untilOver(egressId);
    const story = scene.listener.told.history.filter((told) => told.egressId === egressId);
    expect(story.map(({ event, status }) => `${event} ${status}`)).toEqual([
      'egress_started EGRESS_STARTING',
      'egress_updated EGRESS_ACTIVE',
      'egress_updated EGRESS_ENDING',
      'egress_ended EGRESS_COMPLETE',
    ]);

    const movie = await scene.download('calls/m1_1700000000.mp4');
    const facts = await factsOf(movie);
    expect([facts.video.codec, facts.audio.codec]).toEqual(['avc', 'aac']);
    expect(facts.size).toEqual([1_280, 720]);
    expect(Math.abs(facts.seconds - wall)).toBeLessThan(0.5);
    expect(facts.video.packets / facts.seconds).toBeGreaterThan(15);
    const [file] = info.fileResults;
    expect(file?.filename).toBe('calls/m1_1700000000.mp4');
    expect(Number(file?.size)).toBe(movie.length);
    expect(Number(file?.duration) / 1e9).toBeCloseTo(facts.seconds, 1);

    const seen = await watch(browser, movie, [3.5, 1, 3, 0.5], { play: true });
    expect(seen.seconds).toBeCloseTo(facts.seconds, 1);
    expect(seen.looks.map(({ at }) => at)).toEqual([3.5, 1, 3, 0.5]);
    expectColours(seen);
    expect(seen.flashes.length).toBeGreaterThanOrEqual(3);
    for (const flash of seen.flashes.filter((at) => at > 0.3)) {
      const nearest = Math.min(...seen.tones.map((tone) => Math.abs(tone - flash)));
      expect(nearest, 'picture and sound apart').toBeLessThan(0.08);
    }
  });

  it('makes it as large as was asked', async () => {
    const { egressId } = await recorder.record('large.mp4', '', {
      encodingOptions: EncodingOptionsPreset.H264_1080P_30,
    });
    await recorder.untilActive(egressId);
    await delay(3_000);
    await recorder.client.stopEgress(egressId);
    await recorder.untilOver(egressId);
    expect((await factsOf(await scene.download('large.mp4'))).size).toEqual([1_920, 1_080]);
    await expectPlayable('large.mp4', 2);
  });

  it('opens the page as LiveKit does, and tells it of another layout in the room', async () => {
    const { egressId } = await recorder.record('b.mp4', 'silent&name=b&ticket=t', {
      layout: 'speaker',
    });
    const query = await opened('b');
    expect(query.get('layout')).toBe('speaker');
    expect(query.get('ticket')).toBe('t');
    expect(query.get('url')).toBe(scene.liveKit.url);
    const token = query.get('token') ?? '';
    const claims = await new TokenVerifier(scene.keys.key, scene.keys.secret).verify(token);
    expect(claims).toMatchObject({
      sub: egressId,
      kind: 'egress',
      video: { room: 'a-room', hidden: true, recorder: true, canPublish: false },
    });

    const page = await openPageInRoom(browser, scene.liveKit.url, token);
    await recorder.client.updateLayout(egressId, 'screen');
    await expect
      .poll(() => page.evaluate(() => window.room.localParticipant.metadata))
      .toBe('{"layout":"screen"}');
    await page.close();
    await expect(recorder.client.updateLayout(egressId, 'nonsense')).rejects.toMatchObject({
      code: 'invalid_argument',
    });

    await recorder.client.stopEgress(egressId);
    const { info, status } = await recorder.untilOver(egressId);
    expect(status).toBe('EGRESS_ABORTED');
    expect(info.fileResults).toEqual([]);
    expect(await scene.s3.size('b.mp4')).toBeNull();
  });

  describe.concurrent('ends in time', () => {
    it('ends when the page says so', async () => {
      const egressId = await recorder.recordActive('c.mp4', 'endAfter=2500');
      expect(await recorder.untilOver(egressId)).toMatchObject({ status: 'EGRESS_COMPLETE' });
      expect(await scene.s3.size('c.mp4')).toBeGreaterThan(10_000);
      await expect(recorder.client.stopEgress(egressId)).rejects.toMatchObject({
        code: 'failed_precondition',
      });
    });

    it('does not record a page that has ended before it was captured', async () => {
      const { egressId } = await recorder.record('i.mp4', 'endAfter=300');
      expect(await recorder.untilOver(egressId)).toMatchObject({
        status: 'EGRESS_FAILED',
        info: { error: 'Nothing was recorded: the page ended before it was captured.' },
      });
    });

    it('gives up a page that hangs before it is captured, or is stopped meanwhile', {
      timeout: 60_000,
    }, async () => {
      const [hung, stopped] = await Promise.all([
        recorder.record('j.mp4', 'hangAfter=300'),
        recorder.record('k.mp4', 'hangAfter=300&name=k'),
      ]);
      await opened('k');
      await delay(2_000);
      await recorder.client.stopEgress(stopped.egressId);
      expect(await recorder.untilOver(stopped.egressId, 7_000)).toMatchObject({
        status: 'EGRESS_ABORTED',
      });
      expect(await recorder.untilOver(hung.egressId)).toMatchObject({
        status: 'EGRESS_FAILED',
        info: { error: 'Nothing was recorded: the page could not make a film of itself.' },
      });
    });

    it('ends when nothing more comes from a page, and keeps what came', {
      timeout: 90_000,
    }, async () => {
      const egressId = await recorder.recordActive('l.mp4', 'hangAfter=6000');
      await recorder.untilSpooled(egressId);
      const { info, status } = await recorder.untilOver(egressId, 60_000);
      expect(status).toBe('EGRESS_FAILED');
      expect(info.error).toMatch(/^It ended too early: nothing more came from the page\./);
      expect(info.fileResults[0]?.filename).toBe('l.mp4');
      await expectPlayable('l.mp4', 1);
    });
  });

  describe('with narrow limits', () => {
    let small: SceneRecorder;

    beforeAll(async () => {
      const settings = {
        ...{ RECORDER_CPUS: '1', RECORDER_MAX_SECONDS: '2', RECORDER_START_SECONDS: '4' },
      };
      small = await scene.startRecorder({ settings });
    });

    it('is busy beyond its processors, ends what is too long, and is free again', async () => {
      const egressId = await small.recordActive('d.mp4');
      await expect(small.record('e.mp4')).rejects.toMatchObject({
        code: 'resource_exhausted',
        message: 'All recorders are busy.',
      });
      const { status, info } = await small.untilOver(egressId);
      expect(status).toBe('EGRESS_LIMIT_REACHED');
      expect(Number(info.fileResults[0]?.duration) / 1e9).toBeCloseTo(2, 0);
      const { egressId: next } = await small.record('e.mp4', 'silent');
      expect(await small.untilOver(next)).toMatchObject({
        status: 'EGRESS_ABORTED',
        info: { error: 'Start signal not received' },
      });
    });

    it('says why there is nothing to record', async () => {
      const { egressId } = await small.record('f.mp4', '', {
        customBaseUrl: scene.pages.url.replace('/recorder', '/nowhere'),
      });
      expect(await small.untilOver(egressId)).toMatchObject({
        status: 'EGRESS_FAILED',
        info: { error: 'Nothing was recorded: the page to record answered 404.' },
      });
    });
  });

  describe('when something dies half-way', skipBecause(whyNoProcesses), () => {
    it('keeps what a browser had shown', async () => {
      const egressId = await recorder.recordActive('g.mp4');
      await recorder.untilSpooled(egressId);
      const pids = recorder.browsers();
      expect(pids.length).toBeGreaterThan(0);
      for (const pid of pids) {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        expect(environment, 'a secret').not.toContain(scene.keys.secret);
        expect(environment, 'a secret').not.toContain(scene.storage.settings.S3_SECRET);
        process.kill(pid, 'SIGKILL');
      }
      const { info, status } = await recorder.untilOver(egressId);
      expect(status).toBe('EGRESS_FAILED');
      expect(info.error).toMatch(
        /^It ended too early: the browser or its page ended unexpectedly\./,
      );
      expect(info.fileResults[0]?.filename).toBe('g.mp4');
      await expectPlayable('g.mp4', 1);
    });

    it('finishes what an earlier recorder had begun', async () => {
      const mortal = await scene.startRecorder();
      // One is started ahead.
      await expect.poll(() => mortal.browsers()).toHaveLength(1);
      const egressId = await mortal.recordActive('h.mp4');
      await mortal.untilSpooled(egressId);
      await mortal.kill();
      await expect.poll(() => mortal.browsers(), { timeout: 5_000 }).toEqual([]);
      const profiles = () => readdirSync(join(mortal.folder, 'browsers'));
      const left = profiles();
      expect(left).not.toEqual([]);
      await mortal.restart();
      expect(profiles().filter((name) => left.includes(name))).toEqual([]);
      const { info, status } = await mortal.untilOver(egressId);
      expect(status).toBe('EGRESS_FAILED');
      expect(info.error).toMatch(/what it had recorded until then is kept/);
      expect(info.fileResults[0]?.filename).toBe('h.mp4');
      await expectPlayable('h.mp4', 1);
      const [listed] = await mortal.client.listEgress({ egressId });
      expect(listed?.fileResults).toEqual(info.fileResults);

      await mortal.kill();
      await mortal.restart();
      await delay(500);
      const ends = scene.listener.told.history.filter(
        (told) => told.egressId === egressId && told.event === 'egress_ended',
      );
      expect(ends.length, 'told once').toBe(1);
      await mortal.stop();
    });
  });
});

function expectColours({ looks }: Seen): void {
  for (const { left, right } of looks) {
    near(left, [0xc0, 0x20, 0x10]);
    near(right, [0x10, 0x30, 0xc0]);
  }
}

/** Video keeps colours less exactly than light and dark. */
function near(colour: readonly number[], expected: readonly number[]): void {
  expected.forEach((value, index) => {
    expect(Math.abs((colour[index] ?? 0) - value), String(colour)).toBeLessThan(40);
  });
}
