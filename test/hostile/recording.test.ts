import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { egressEnded, lastEgressIn, postWebhook, signWebhook } from '../support/egress-webhook.ts';
import { openRecordedCall, type RecordedCall } from '../support/recorded-call.ts';
import { whyNotRecord } from '../support/recording-scene.ts';
import {
  hasSegments,
  type RecordingStack,
  startRecordingStack,
} from '../support/recording-stack.ts';
import { createMeeting, openRoomAt } from '../support/room-client.ts';
import { skipBecause } from '../support/skip.ts';
import { untilClosed } from '../support/socket.ts';

const timeout = 60_000;

describe('a recording', skipBecause(whyNotRecord), () => {
  let place: RecordingStack;
  let call: RecordedCall;

  beforeAll(async () => {
    place = await startRecordingStack();
    await place.startRecorder();
    call = await openRecordedCall(place.origin, 2, { record: 'hosts' });
    // Twice at once, and from two sides.
    const [mine, again] = await Promise.all([call.press(), call.press()]);
    expect([mine.type, again.type]).toEqual(['done', 'done']);
    await call.untilOn();
  }, 120_000);

  afterAll(async () => {
    call?.close();
    await place?.stop();
  });

  const rest = (path: string, init: RequestInit = {}) => fetch(`${place.origin}/api${path}`, init);
  const bearer = (token: string) => ({
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  });
  const recordings = () => `/meetings/${call.created.id}/recordings`;

  /** It goes on, and nobody but those who were told to has made another. */
  async function expectUnharmed(): Promise<void> {
    const listed = await rest(recordings(), { headers: bearer(call.created.host.token) });
    expect(await listed.json()).toMatchObject({ recordings: [{ phase: 'on' }] });
    expect(place.stack.readLog().match(/"recording\.asked"/g)).toHaveLength(1);
  }

  it('is one recording for two who press at once', expectUnharmed);

  it('cannot be deleted, or sent anywhere, by the link that only plays', async () => {
    const { sharePath } = await call.untilLink('recording');
    const link = `/recordings/${sharePath?.split('/').at(-1)}`;
    expect((await rest(link)).status).toBe(200);
    expect((await rest(link, { method: 'DELETE' })).status).toBe(403);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ email: 'mallory@example.org' });
    expect((await rest(`${link}/mail`, { method: 'POST', headers, body })).status).toBe(403);
    await expectUnharmed();
  });

  it('is not started, stopped or laid out by a guest who may not', async () => {
    const { client } = call.guests[0] ?? call.host;
    const commands = [
      { type: 'record', email: null, layout: 'grid', height: 720 },
      { type: 'stop-recording' },
      { type: 'recording-layout', layout: 'screen' },
    ] as const;
    for (const command of commands) {
      expect(await client.command(command)).toMatchObject({ error: { code: 'not-allowed' } });
    }
    await expectUnharmed();
  });

  it('is nothing to the host of another meeting, or to nobody', async () => {
    const other = await createMeeting(place.origin);
    for (const headers of [bearer(other.host.token), { 'content-type': 'application/json' }]) {
      const answers = await Promise.all([
        rest(recordings(), { headers }),
        rest(recordings(), { method: 'POST', headers, body: '{}' }),
        rest(`${recordings()}/current`, { method: 'DELETE', headers }),
        rest(`${recordings()}/current/recipients`, {
          ...{ method: 'POST', headers },
          body: '{"email":"mallory@example.org"}',
        }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    }
    await expectUnharmed();
  });

  it.each([
    { layout: '../../etc/passwd' },
    { layout: 'grid&url=ws://evil.example' },
    { height: 721 },
    { email: 'a@example.org\r\nBcc: all@example.org' },
    { email: '<a@example.org>' },
    { email: 'a@example.org,b@example.org' },
    { email: `${'a'.repeat(250)}@example.org` },
  ])('takes no %j', async (change) => {
    const order = { layout: 'grid', height: 720, email: null, ...change };
    const answer = await rest(recordings(), {
      ...{ method: 'POST', headers: bearer(call.created.host.token) },
      body: JSON.stringify(order),
    });
    expect(answer.status).toBe(400);
    const command = JSON.stringify({
      type: 'command',
      id: 'x1',
      command: { type: 'record', ...order },
    });
    call.host.client.sendRaw(command);
    expect(await call.host.client.take('refused')).toMatchObject({
      error: { code: 'bad-message' },
    });
    await expectUnharmed();
  });

  it('is not ended by a webhook that nobody signed, or that was altered, or said again', async () => {
    const { key, secret } = place.keys;
    const { egress, room } = lastEgressIn(place.stack.readLog());
    const post = (body: string, authorization?: string) =>
      postWebhook(place.origin, body, authorization);
    const sign = (body: string, by = secret) => signWebhook(body, key, by);
    const body = egressEnded(egress, room);
    expect(await post(body)).toBe(401);
    expect(await post(body, await sign(body, 'x'.repeat(40)))).toBe(401);
    const signed = await sign(egressEnded('EG_other', room));
    expect(await post(body, signed)).toBe(401);
    // Properly signed, about what nobody here has asked for.
    const stranger = egressEnded('EG_stranger', room);
    const signature = await sign(stranger);
    expect(await post(stranger, signature)).toBe(204);
    expect(await post(stranger, signature)).toBe(401);
    const elsewhere = egressEnded(egress, '../../other');
    expect(await post(elsewhere, await sign(elsewhere))).toBe(204);
    await expectUnharmed();
  });

  it('lets no page in that only guesses', async () => {
    const someHome = 'ab'.repeat(32);
    const nowhere = await openRoomAt(place.origin, `/rooms/recorder/${someHome}/socket`).catch(
      () => null,
    );
    expect(nowhere).toBeNull();
    const query = await place.pages.opened.take('the page', () => true);
    const page = await openRoomAt(place.origin, `/rooms/recorder/${query.get('room')}/socket`);
    page.send({
      ...{ type: 'recorder-hello', version: 1 },
      ...{ ticket: 'A'.repeat(22), publicKey: `B${'A'.repeat(86)}` },
    });
    expect((await untilClosed(page)).code).toBe(4_401);
    await expectUnharmed();
  });

  it(
    'is neither read nor deleted by whoever may only watch it live',
    skipBecause(!hasSegments && 'the recorder makes the film alone'),
    async () => {
      const live = await call.untilLink('live');
      const token = live.path.split('/').at(-1) ?? '';
      expect((await rest(`/recordings/${token}`)).status).toBe(404);
      expect((await rest(`/recordings/${token}`, { method: 'DELETE' })).status).toBe(404);
      await expectUnharmed();
    },
  );

  it('gives no one its operator’s view', async () => {
    for (const token of ['', 'wrong', `${place.operator}x`]) {
      const answer = await rest('/operator/dead-letters', { headers: bearer(token) });
      expect(answer.status).toBe(401);
    }
    const answer = await rest('/operator/dead-letters', { headers: bearer(place.operator) });
    expect(await answer.json()).toEqual({ deadLetters: [] });
  });

  it('is not found by guessing, and guessing ends soon', { timeout }, async () => {
    const paths = [
      ...[
        'A'.repeat(43),
        'A'.repeat(42),
        '..%2f..%2fbucket',
        '%2e%2e',
        "' OR 1=1 --",
        'live',
        'null',
      ],
    ].map((token) => `/recordings/${token}`);
    const answers = await Promise.all(paths.map((path) => rest(path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    const statuses = new Set<number>();
    for (let round = 0; round < 130; round += 1) {
      const token = createHash('sha256').update(String(round)).digest('base64url');
      const answer = await rest(`/recordings/${token}`);
      statuses.add(answer.status);
      await answer.body?.cancel();
    }
    expect(statuses).toEqual(new Set([404, 429]));
  });
});
