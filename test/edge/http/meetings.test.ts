import { env, exports } from 'cloudflare:workers';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ErrorCode, errorKinds } from '../../../edge/protocol/errors.ts';
import {
  CreatedMeeting,
  ErrorAnswer,
  JoinedMeeting,
  MeetingView,
} from '../../../edge/protocol/rest.ts';
import { publicIdOf } from '../../../edge/public-id.ts';
import { newMeeting, passTime, random, stopClock } from '../support/meeting.ts';
import { openRoom } from '../support/room-client.ts';

const origin = 'https://holler.example';
/** Each caller may create a limited number of meetings; every test is another caller. */
let caller = 0;

beforeEach(() => {
  stopClock();
  caller += 1;
});
afterEach(() => {
  vi.useRealTimers();
});

interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask(path: string, { method = 'POST', token, body, headers }: Asked = {}) {
  return exports.default.fetch(`${origin}${path}`, {
    method,
    headers: {
      'cf-connecting-ip': `192.0.2.${caller}`,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

async function create(body: object = {}) {
  const answer = await ask('/api/meetings', { body });
  expect(answer.status).toBe(201);
  return v.parse(CreatedMeeting, await answer.json());
}

async function joinOverRest(id: string, name: string, token?: string) {
  const answer = await ask(`/api/meetings/${id}/join`, {
    body: { name },
    ...(token !== undefined && { token }),
  });
  expect(answer.status).toBe(200);
  return v.parse(JoinedMeeting, await answer.json());
}

async function view(id: string, token?: string) {
  const answer = await ask(`/api/meetings/${id}`, {
    method: 'GET',
    ...(token !== undefined && { token }),
  });
  expect(answer.status).toBe(200);
  return v.parse(MeetingView, await answer.json());
}

/** A refusal has its code’s status, and names the trace under which it was logged. */
async function expectRefusal(answer: Response, code: ErrorCode): Promise<void> {
  const { error, trace } = v.parse(ErrorAnswer, await answer.json());
  expect(error.code).toBe(code);
  expect(answer.status).toBe(errorKinds[code].status);
  expect(answer.headers.get('x-trace-id')).toBe(trace);
}

describe('creating a meeting', () => {
  test('answers with its link’s id and a token that makes a host', async () => {
    const created = await create({
      name: ' Monday ',
      waitingRoom: true,
      share: 'hosts',
      record: 'nobody',
    });
    expect(created.settings).toEqual({
      name: 'Monday',
      waitingRoom: true,
      locked: false,
      share: 'hosts',
      record: 'nobody',
    });
    expect(created.host.expiresAt).toBeGreaterThan(Date.now());
    const client = await openRoom(created.id);
    await client.hello({ hostToken: created.host.token });
    expect((await client.join('Ada')).people).toMatchObject([{ role: 'host' }]);
  });

  test('needs no options', async () => {
    expect((await create()).settings).toMatchObject({ waitingRoom: false, share: 'everyone' });
  });

  test('is written into the books under the public id, and its end as well', async () => {
    const { id, host } = await create();
    const row = () =>
      env.DB.prepare('SELECT * FROM meetings WHERE public_id = ?').bind(publicIdOf(id)).first();
    await vi.waitUntil(row);
    expect(await row()).toEqual({
      public_id: publicIdOf(id),
      created_at: expect.any(Number),
      ended_at: null,
    });
    await ask(`/api/meetings/${id}/end`, { token: host.token });
    await vi.waitUntil(async () => (await row())?.ended_at !== null);
    expect((await row())?.ended_at).toBeGreaterThanOrEqual(Number((await row())?.created_at));
  });

  test.each<[string, Asked, ErrorCode]>([
    ['no JSON', { body: '{"name":' }, 'bad-message'],
    ['nothing', {}, 'bad-message'],
    ['an empty body', { body: '' }, 'bad-message'],
    ['null', { body: 'null' }, 'bad-message'],
    ['a wrong type', { body: { waitingRoom: 'yes' } }, 'bad-message'],
    ['an option that there is not', { body: { share: 'nobody' } }, 'bad-message'],
    ['a name that is too long', { body: { name: 'x'.repeat(101) } }, 'bad-message'],
    [
      'a form',
      { body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'bad-message',
    ],
    ['plain text', { body: '{}', headers: { 'content-type': 'text/plain' } }, 'bad-message'],
    ['a megabyte', { body: { name: 'x'.repeat(1_000_000) } }, 'too-large'],
  ])('is refused for %s', async (_, asked, code) => {
    await expectRefusal(await ask('/api/meetings', asked), code);
  });

  test('is refused for a body that only turns out to be too large', async () => {
    const part = new TextEncoder().encode(' '.repeat(1_000));
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        return sent > 20 ? controller.close() : controller.enqueue(part);
      },
    });
    const answer = await exports.default.fetch(`${origin}/api/meetings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'cf-connecting-ip': `192.0.2.${caller}` },
      body,
    });
    await expectRefusal(answer, 'too-large');
  });

  test('options that nobody knows yet are ignored', async () => {
    expect(await create({ telepathy: true })).not.toHaveProperty('settings.telepathy');
  });

  test('is limited for each caller', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 130; count += 1) {
      const answer = await ask('/api/meetings', { body: {} });
      statuses.push(answer.status);
      if (answer.status === 429) {
        await expectRefusal(answer, 'rate-limited');
        break;
      }
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(120);
    caller += 1;
    await create();
  }, 60_000);
});

describe('reading a meeting', () => {
  test('tells anybody with its id what they may know before joining', async () => {
    const meeting = await newMeeting({ name: 'Monday' });
    await meeting.joinAsHost();
    const seen = await view(meeting.id);
    expect(seen).toMatchObject({ id: meeting.id, people: 1, settings: { name: 'Monday' } });
    expect(seen).not.toHaveProperty('participants');
  });

  test('tells its creator and its members who is in it, but not those who wait', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost('Ada');
    const { bearer } = await joinOverRest(meeting.id, 'Bo');
    await host.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const knocker = await joinOverRest(meeting.id, 'Kit');
    expect(knocker.status).toBe('waiting');
    for (const token of [meeting.hostToken, bearer.token]) {
      const { participants } = await view(meeting.id, token);
      expect(participants?.map(({ name }) => name)).toEqual(['Ada', 'Bo']);
    }
    expect(await view(meeting.id, knocker.bearer.token)).not.toHaveProperty('participants');
  });

  test('reads the id as people write it', async () => {
    const meeting = await newMeeting();
    const spoken = meeting.id.toUpperCase().replaceAll('-', '');
    expect((await view(spoken)).id).toBe(meeting.id);
  });

  test.each([
    ['one that nobody created', () => random.meetingId()],
    ['one that is none', () => 'hello'],
    ['one with a path in it', () => '..%2f..%2fhealthz'],
  ])('answers for %s that there is none', async (_, id) => {
    await expectRefusal(await ask(`/api/meetings/${id()}`, { method: 'GET' }), 'no-such-meeting');
  });

  test.each([
    ['a wrong token', `Bearer ${random.secret()}`],
    ['another scheme', 'Basic YTpi'],
    ['a token without its scheme', random.secret()],
  ])('refuses %s rather than forget it', async (_, authorization) => {
    const meeting = await newMeeting();
    const path = `/api/meetings/${meeting.id}`;
    await expectRefusal(
      await ask(path, { method: 'GET', headers: { authorization } }),
      'bad-token',
    );
  });
});

describe('joining over REST', () => {
  test('takes a seat whose socket may come later, and keeps role and time', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const joined = await joinOverRest(meeting.id, 'Ada', meeting.hostToken);
    const { person } = await bo.takeEvent('person', (event) => event.person.awaySince !== null);
    expect(person).toMatchObject({ name: 'Ada', role: 'host' });
    await passTime(meeting, 10_000);
    const page = await meeting.join('Ada', { seat: joined.seat });
    expect(page.joined.people.find(({ seat }) => seat === joined.seat.id)).toMatchObject({
      role: 'host',
      joinedAt: person.joinedAt,
      awaySince: null,
    });
  });

  test('gives the seat up when no socket comes', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const { seat } = await joinOverRest(meeting.id, 'Ada');
    await passTime(meeting, 90_000);
    await meeting.ring();
    expect(await bo.takeEvent('gone')).toEqual({ type: 'gone', seat: seat.id, reason: 'lost' });
  });

  test('waits where people wait, and is admitted like anybody', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const { status, seat } = await joinOverRest(meeting.id, 'Kit');
    expect(status).toBe('waiting');
    const page = await meeting.visit({ seat });
    expect(await host.command({ type: 'admit', seat: seat.id })).toBe('done');
    expect((await page.join('Kit')).you).toBe(seat.id);
  });

  test.each([
    ['without a name', {}],
    ['with an empty name', { name: ' ' }],
    ['with a name that is too long', { name: 'x'.repeat(61) }],
  ])('is refused %s', async (_, body) => {
    const meeting = await newMeeting();
    await expectRefusal(await ask(`/api/meetings/${meeting.id}/join`, { body }), 'bad-message');
  });

  test('is refused with a wrong token, at a locked door and in a full room', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const join = (token?: string) =>
      ask(`/api/meetings/${meeting.id}/join`, { body: { name: 'Bo' }, ...(token && { token }) });
    await expectRefusal(await join(random.secret()), 'bad-token');
    await host.command({ type: 'change-settings', settings: { locked: true } });
    await expectRefusal(await join(), 'locked');
    await host.command({ type: 'change-settings', settings: { locked: false } });
    for (const name of ['b', 'c', 'd', 'e']) await joinOverRest(meeting.id, name);
    await expectRefusal(await join(), 'room-full');
    expect(await meeting.rows('seats')).toHaveLength(5);
  });
});

describe('leaving over REST', () => {
  test('gives the seat up, and its token with it', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const { seat, bearer } = await joinOverRest(meeting.id, 'Ada');
    const path = `/api/meetings/${meeting.id}/leave`;
    const answer = await ask(path, { token: bearer.token });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(await bo.takeEvent('gone')).toEqual({ type: 'gone', seat: seat.id, reason: 'left' });
    await expectRefusal(await ask(path, { token: bearer.token }), 'bad-token');
  });

  test('is for the one whose seat it is', async () => {
    const meeting = await newMeeting();
    await meeting.joinAsHost();
    const path = `/api/meetings/${meeting.id}/leave`;
    await expectRefusal(await ask(path), 'bad-token');
    await expectRefusal(await ask(path, { token: meeting.hostToken }), 'bad-token');
    await expectRefusal(await ask(path, { token: random.secret() }), 'bad-token');
  });
});

describe('ending over REST', () => {
  test('is for its creator, and final', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const path = `/api/meetings/${meeting.id}/end`;
    expect((await ask(path, { token: meeting.hostToken })).status).toBe(204);
    expect(await bo.closedWith()).toEqual({ code: 4410, error: 'meeting-ended' });
    await expectRefusal(await ask(path, { token: meeting.hostToken }), 'meeting-ended');
    await expectRefusal(
      await ask(`/api/meetings/${meeting.id}`, { method: 'GET' }),
      'meeting-ended',
    );
  });

  test('is for whoever hosts by now', async () => {
    const meeting = await newMeeting();
    const first = await joinOverRest(meeting.id, 'Bo');
    const path = `/api/meetings/${meeting.id}/end`;
    await expectRefusal(await ask(path, { token: first.bearer.token }), 'not-allowed');
    const host = await meeting.joinAsHost();
    host.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await host.closed;
    expect((await ask(path, { token: first.bearer.token })).status).toBe(204);
  });

  test('is for nobody without a token', async () => {
    const meeting = await newMeeting();
    const path = `/api/meetings/${meeting.id}/end`;
    await expectRefusal(await ask(path), 'bad-token');
    await expectRefusal(await ask(path, { token: random.secret() }), 'bad-token');
    expect(await meeting.stub.view(null)).toMatchObject({ ok: true });
  });
});

describe('a token', () => {
  test('of a seat expires after half a day', async () => {
    const meeting = await newMeeting();
    const { seat, bearer } = await joinOverRest(meeting.id, 'Ada');
    await meeting.join('Ada', { seat });
    await passTime(meeting, 12 * 3_600_000 - 1);
    expect(await view(meeting.id, bearer.token)).toHaveProperty('participants');
    await passTime(meeting, 1);
    const path = `/api/meetings/${meeting.id}`;
    await expectRefusal(await ask(path, { method: 'GET', token: bearer.token }), 'bad-token');
  });

  test('of one meeting is none in another', async () => {
    const [here, elsewhere] = [await newMeeting(), await newMeeting()];
    const path = `/api/meetings/${here.id}/end`;
    await expectRefusal(await ask(path, { token: elsewhere.hostToken }), 'bad-token');
  });
});
