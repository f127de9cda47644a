import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecordedCall } from '../support/recorded-call.ts';
import { whyNotRecord } from '../support/recording-scene.ts';
import { type RecordingStack, startRecordingStack } from '../support/recording-stack.ts';
import { skipBecause } from '../support/skip.ts';
import { portOf } from '../support/switch.ts';

describe('a recording whose end the edge did not hear of', skipBecause(whyNotRecord), () => {
  let place: RecordingStack;

  beforeAll(async () => {
    place = await startRecordingStack();
    await place.startRecorder();
  }, 120_000);

  afterAll(() => place?.stop());

  it('is found when the edge was killed between the end and its webhook', async () => {
    const email = 'ann@example.org';
    const call = await openRecordedCall(place.origin, 2);
    expect(await call.press(call.host, email)).toMatchObject({ type: 'done' });
    await call.untilOn();
    await delay(3_000);
    place.switches.webhook.turn('off');
    await call.host.client.command({ type: 'stop-recording' });
    await place.stack.killEdge();
    await delay(2_000);
    await place.stack.restartEdge();
    // No webhook ever comes: it asks.
    await place.untilMail(email, 60_000);
    place.switches.webhook.turn(portOf(place.origin));
    expect(place.mailsTo(email)).toHaveLength(1);
    call.close();
  });
});
