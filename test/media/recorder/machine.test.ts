import { EgressClient } from 'livekit-server-sdk';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { createS3 } from '../../../media/storage/s3.ts';
import { commandOf, processesWith } from '../../support/process-load.ts';
import { whyNotRecordHere } from '../../support/recording-scene.ts';
import { skipBecause } from '../../support/skip.ts';
import { startTestStack } from '../../support/test-stack.ts';

const canAsk = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

it('runs beside the edge, and ends with it', {
  ...skipBecause(whyNotRecordHere),
  timeout: 90_000,
}, async () => {
  const stack = await startTestStack({ sfu: true, recording: true });
  try {
    const { recording, sfu } = stack;
    if (recording === null || sfu === null) throw new Error('There is no recording');
    await recording.ready;
    const { EGRESS_URL, SMTP_URL, ...storage } = recording.settings;
    const { key, secret } = sfu.keys;
    expect(await new EgressClient(EGRESS_URL, key, secret).listEgress()).toEqual([]);
    expect(await createS3(storage).size('nothing.mp4')).toBeNull();
    const isRecorder = (pid: number) => commandOf(pid).some((part) => part.endsWith('main.ts'));
    const entry = `RECORDER_PORT=${new URL(EGRESS_URL).port}`;
    const [recorder] = processesWith(entry).filter(isRecorder);
    if (recorder === undefined) throw new Error('The recorder was not found');
    process.kill(recorder, 'SIGKILL');
    await expect.poll(() => canAsk(EGRESS_URL), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => canAsk(EGRESS_URL), { timeout: 20_000 }).toBe(true);
    const mail = { from: 'a@example.org', to: 'b@example.org', subject: 'Hello' };
    await createTransport(SMTP_URL).sendMail(mail);
    expect(await (await fetch(recording.mailUrl)).text()).toContain('Hello');
  } finally {
    await stack.stop();
  }
  for (const url of [stack.recording?.settings.EGRESS_URL, stack.recording?.mailUrl]) {
    await expect(fetch(url ?? '')).rejects.toThrow('fetch failed');
  }
});
