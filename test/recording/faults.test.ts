import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RecordingView } from '../../edge/protocol/recordings-rest.ts';
import { egressEnded, lastEgressIn, postWebhook, signWebhook } from '../support/egress-webhook.ts';
import { openRecordedCall, type RecordedCall } from '../support/recorded-call.ts';
import { whyNotRecord } from '../support/recording-scene.ts';
import {
  isRecorderOurs,
  isStorageOurs,
  type RecordingStack,
  startRecordingStack,
} from '../support/recording-stack.ts';
import { skipBecause } from '../support/skip.ts';
import { portOf } from '../support/switch.ts';

const timeout = 120_000;

const ours = skipBecause(!isRecorderOurs && 'the recorder is not ours to break');

describe('nothing is lost', skipBecause(whyNotRecord), () => {
  let place: RecordingStack;
  let call: RecordedCall;
  let people = 0;

  beforeAll(async () => {
    place = await startRecordingStack();
    await place.startRecorder();
  }, 120_000);

  afterEach(() => call?.close());
  afterAll(() => place?.stop());

  const ends = (timeoutMs = 30_000) =>
    call.host.client.takeEvent('recording-ended', undefined, timeoutMs);
  const stop = () => call.host.client.command({ type: 'stop-recording' });

  /** Of somebody who has pressed in no other test. */
  async function record(): Promise<string> {
    people += 1;
    const email = `person-${people}@example.org`;
    call = await openRecordedCall(place.origin, 2);
    expect(await call.press(call.host, email)).toMatchObject({ type: 'done' });
    return email;
  }

  async function read(path: string): Promise<RecordingView> {
    const answer = await fetch(`${place.origin}/api/recordings/${path.split('/').at(-1)}`);
    return v.parse(RecordingView, await answer.json());
  }

  it('a recorder killed half-way: what it had is a part, and another goes on', {
    ...ours,
    timeout,
  }, async () => {
    const email = await record();
    await call.untilOn();
    await delay(6_000);
    await place.killRecorder();
    // Nobody has noticed yet. The same folder: what was spooled is finished by its next start.
    await place.startRecorder();
    const told = await call.untilRecording((each) => each?.state === 'interrupted', 30_000);
    expect(told?.parts).toBe(1);
    expect(await call.untilOn()).toMatchObject({ parts: 2 });
    await delay(3_000);
    await stop();
    await place.untilMail(email, 30_000);
    const { path } = await call.untilLink('ready');
    const view = await read(path);
    expect(view.parts.map(({ kind }) => kind)).toEqual(['mp4', 'mp4']);
    expect(view.parts.every(({ durationMs }) => durationMs > 1_000)).toBe(true);
    expect(view.chapters).toMatchObject([{ kind: 'part', atMs: view.parts[0]?.durationMs }]);
  });

  it('a storage that is away is waited for', {
    ...skipBecause(!isStorageOurs && 'the storage is not ours to take away'),
    timeout,
  }, async () => {
    const email = await record();
    await call.untilOn();
    place.switches.s3.turn('off');
    await delay(3_000);
    await stop();
    expect(await ends()).toMatchObject({ reason: 'stopped' });
    const { path } = await call.untilLink('processing');
    await delay(5_000);
    expect((await read(path)).state).toBe('processing');
    place.switches.s3.turn(portOf(place.storage.settings.S3_ENDPOINT));
    await place.untilMail(email, 60_000);
    expect(await read(path)).toMatchObject({ state: 'ready', parts: [{ kind: 'mp4' }] });
  });

  it('a mail server that is away is tried again, and each mail comes once', {
    timeout,
  }, async () => {
    place.switches.smtp.turn('off');
    const email = await record();
    await call.untilOn();
    await delay(2_000);
    await stop();
    await call.untilLink('ready');
    await delay(3_000);
    expect(place.mailsTo(email)).toHaveLength(0);
    // That it has ended is said again, by events that nobody has heard of yet.
    const { egress, room } = lastEgressIn(place.stack.readLog());
    const { key, secret } = place.keys;
    const bodies = [egressEnded(egress, room), egressEnded(egress, room)];
    const statuses = bodies.map(async (body) =>
      postWebhook(place.origin, body, await signWebhook(body, key, secret)),
    );
    expect(await Promise.all(statuses)).toEqual([204, 204]);
    place.switches.smtp.turn(portOf(place.mail.settings.SMTP_URL));
    await place.untilMail(email, 60_000);
    await delay(3_000);
    expect(place.mailsTo(email)).toHaveLength(1);
  });

  it('a meeting that ends with its last person, or by its host, leaves its recording', {
    timeout,
  }, async () => {
    const email = await record();
    await call.untilOn();
    await delay(2_000);
    // Its answer is the end of the socket.
    await call.host.client.command({ type: 'end' }).catch(() => {});
    await place.untilMail(email, 30_000);
  });

  it('an address that nobody has is a dead letter, which can be run again', {
    timeout,
  }, async () => {
    const refusing = await startMailServer((line) =>
      line.startsWith('RCPT') ? '550 nobody of that name' : '250 well',
    );
    place.switches.smtp.turn(refusing.port);
    const email = await record();
    await call.untilOn();
    await delay(2_000);
    await stop();
    const { recording } = await call.untilLink('ready');
    await untilDead(recording);
    place.switches.smtp.turn(portOf(place.mail.settings.SMTP_URL));
    await operate('POST', '/rerun');
    await place.untilMail(email);
    expect(await operate('GET')).toEqual({ deadLetters: [] });
    refusing.close();
  });

  it('a mail server that is closed for now, and then says no goodbye, is sent one mail', {
    timeout,
  }, async () => {
    const taken: string[] = [];
    let isOpen = false;
    const moody = await startMailServer(
      (line) => {
        if (line.startsWith('RCPT')) taken.push(line);
        if (line.startsWith('QUIT')) return null;
        return line.startsWith('DATA') ? '354 go on' : '250 well';
      },
      () => (isOpen ? '220 here' : '554 not now'),
    );
    place.switches.smtp.turn(moody.port);
    const email = await record();
    await call.untilOn();
    await delay(2_000);
    await stop();
    const { recording } = await call.untilLink('ready');
    await untilLogged('mail.failed', recording);
    expect(await operate('GET')).toEqual({ deadLetters: [] });
    isOpen = true;
    await untilLogged('mail.sent', recording);
    expect(taken.filter((line) => line.includes(email))).toHaveLength(1);
    place.switches.smtp.turn(portOf(place.mail.settings.SMTP_URL));
    moody.close();
  });

  it('no recorder, and no red dot', { ...ours, timeout }, async () => {
    place.switches.egress.turn('off');
    await record();
    expect(await ends()).toEqual({ type: 'recording-ended', reason: 'no-recorder' });
    expectNeverOn();
  });

  it('a recorder whose disk is full, and no red dot', { ...ours, timeout }, async () => {
    await place.killRecorder();
    await place.startRecorder({ folder: 'new', settings: { RECORDER_MIN_FREE_MB: '999999999' } });
    await record();
    expect(await ends()).toEqual({ type: 'recording-ended', reason: 'disk-full' });
    expectNeverOn();
  });

  it('a recorder that is busy, and no red dot', { ...ours, timeout }, async () => {
    await place.killRecorder();
    await place.startRecorder({ folder: 'new', settings: { RECORDER_CPUS: '1' } });
    await record();
    await call.untilOn();
    const first = call;
    await record();
    expect(await ends()).toEqual({ type: 'recording-ended', reason: 'busy' });
    expectNeverOn();
    first.close();
  });

  async function operate(method: string, path = ''): Promise<unknown> {
    const answer = await fetch(`${place.origin}/api/operator/dead-letters${path}`, {
      ...{ method, headers: { authorization: `Bearer ${place.operator}` } },
    });
    return answer.json();
  }

  async function untilDead(recording: string): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if (JSON.stringify(await operate('GET')).includes(recording)) return;
      await delay(200);
    }
    throw new Error('nothing was given up');
  }

  async function untilLogged(event: string, recording: string): Promise<void> {
    const isIt = (line: string) => line.includes(`"${event}"`) && line.includes(recording);
    const deadline = performance.now() + 30_000;
    while (!place.stack.readLog().split('\n').some(isIt)) {
      if (performance.now() > deadline) throw new Error(`${event} was never logged`);
      await delay(200);
    }
  }

  function expectNeverOn(): void {
    const states = call.host.client.events.history.map(({ event }) =>
      event.type === 'recording' ? event.recording?.state : undefined,
    );
    expect(states).toContain('moving');
    expect(states).not.toContain('on');
  }
});

/** Says what it is told to; null is silence. */
async function startMailServer(
  answerTo: (line: string) => string | null,
  greet: () => string = () => '220 here',
) {
  const server = createServer((socket) => {
    let isTaking = false;
    socket.on('error', () => {});
    socket.write(`${greet()}\r\n`);
    socket.on('data', (data) => {
      const said = data.toString();
      if (isTaking && !said.endsWith('\r\n.\r\n')) return;
      const reply = isTaking ? '250 well' : answerTo(said);
      isTaking = reply?.startsWith('354') === true;
      if (reply !== null) socket.write(`${reply}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, close: () => server.close() };
}
