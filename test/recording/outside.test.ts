import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../edge/dev/ports.ts';
import { findBrowser } from '../../media/browser/find-browser.ts';
import { keysIn } from '../../media/livekit/keys.ts';
import { webhookOf } from '../../media/livekit/livekit.ts';
import { type LiveKitNode, startNode } from '../../media/livekit/node.ts';
import { findLiveKit } from '../../media/livekit/program.ts';
import { type RecorderServer, startRecorder } from '../../media/recorder/launch.ts';
import { type OutsideMedia, outsideMedia, storageFor } from '../support/outside-media.ts';
import { openRecordedCall } from '../support/recorded-call.ts';
import { whyNotRecordHere } from '../support/recording-scene.ts';
import { isRecorderOurs, startRecordingStack } from '../support/recording-stack.ts';
import { skipBecause } from '../support/skip.ts';

/** What the suites are given when an egress of LiveKit's is tested; here it is ours that runs elsewhere. */
const why = isRecorderOurs ? whyNotRecordHere : 'a recorder that runs elsewhere is tested already';

describe('a media server that runs elsewhere', skipBecause(why), () => {
  let folder: string;
  let node: LiveKitNode | undefined;
  let recorder: RecorderServer | undefined;
  let storage: Awaited<ReturnType<typeof storageFor>> | undefined;
  let outside: OutsideMedia;

  beforeAll(async () => {
    const program = await findLiveKit();
    if (program === null) throw new Error('There is no LiveKit');
    folder = mkdtempSync(join(tmpdir(), 'holler-outside-'));
    const keys = keysIn(folder);
    const webhookPort = await freePort();
    const webhookUrl = webhookOf(`http://127.0.0.1:${webhookPort}`);
    node = await startNode(program, { folder, keys, webhookUrl });
    storage = await storageFor(null, folder);
    const url = `ws://127.0.0.1:${node.port}`;
    const browser = await findBrowser();
    if (browser === null) throw new Error('There is no browser to record with');
    recorder = await startRecorder({
      ...{ folder: join(folder, 'recorder'), browser },
      liveKit: { ...keys, url },
      storage: storage.settings,
      webhookUrls: [webhookUrl],
    });
    await Promise.all([node.ready, storage.ready, recorder.ready]);
    const named = outsideMedia({
      TEST_EGRESS_URL: recorder.url,
      TEST_LIVEKIT_URL: url,
      TEST_LIVEKIT_API_KEY: keys.key,
      TEST_LIVEKIT_API_SECRET: keys.secret,
      TEST_WEBHOOK_PORT: String(webhookPort),
      ...storage.settings,
    });
    if (named === null) throw new Error('There is no egress');
    outside = named;
  }, 120_000);

  afterAll(async () => {
    await Promise.all([recorder?.stop(), node?.stop(), storage?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('records for a stack that only knows its addresses', { timeout: 90_000 }, async () => {
    const place = await startRecordingStack({ outside });
    onTestFinished(() => place.stop());
    const call = await openRecordedCall(place.origin, 1);
    onTestFinished(() => call.close());
    expect(await call.press(call.host, 'ann@example.org')).toMatchObject({ type: 'done' });
    await call.untilOn();
    await delay(3_000);
    await call.host.client.command({ type: 'stop-recording' });
    expect((await place.untilMail('ann@example.org', 30_000)).subject).toMatch(/^Recording of/);
  });
});
