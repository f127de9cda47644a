import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  CreateMeeting,
  JoinedMeeting,
  JoinMeeting,
  MeetingView,
} from '../../edge/protocol/rest.ts';
import { refusals } from '../../edge/refusals.ts';
import { createMeeting, joinRoom } from '../support/room-client.ts';
import { hostileSuite } from './hostile-suite.ts';
import { type JsonObject, mutationsOf, pollution } from './mutations.ts';
import { type Asking, expectRefused, request } from './requests.ts';

const suite = hostileSuite('shared');
const unknownMeeting = '0000-0000-0000-0000-0000';
const invented = 'AAAAAAAAAAAAAAAAAAAAAAAA';

const ask = (path: string, asking?: Asking) => request(suite.scene.origin + path, asking);

const badBodies: Readonly<Record<string, BodyInit>> = {
  'an empty body': '',
  'no JSON': 'name=x',
  'half a JSON': '{"name":',
  'a list': '[]',
  null: 'null',
  'a number': '1e999',
  'a text': '"{}"',
  'binary garbage': new Uint8Array([0, 255, 254, 128]),
  'nesting 4,000 deep': `${'['.repeat(4_000)}${']'.repeat(4_000)}`,
};

const megabyte = JSON.stringify({ name: 'x'.repeat(1_000_000) });

/**
 * Nobody waits for the rest of it: the line may be closed before the refusal has been read, which the proxy in front
 * of a local edge turns into an error of its own.
 */
async function expectTooLarge(asking: Promise<Response>): Promise<void> {
  const answer = await asking.catch(() => undefined);
  const isFromProxy = answer?.status === 500 && !answer.headers.has('x-trace-id');
  if (!isFromProxy) expect([undefined, refusals['too-large'].status]).toContain(answer?.status);
  await answer?.body?.cancel().catch(() => undefined);
}

describe('creating a meeting', () => {
  it.for(Object.entries(badBodies))('with %s is refused', async ([, body]) => {
    await expectRefused(await ask('/api/meetings', { body }), 'bad-message');
  });

  const sample = { name: 'x', waitingRoom: true, share: 'hosts', record: 'nobody' };
  const wrong = [...mutationsOf(sample)].filter(({ value }) => !v.is(CreateMeeting, value));

  it.for(wrong)('with $what is refused', async ({ value }) => {
    const body = JSON.stringify(value);
    await expectRefused(await ask('/api/meetings', { body }), 'bad-message', 'too-large');
  });

  it.for([
    ['a megabyte', megabyte],
    ['a megabyte of undeclared length', new Blob([megabyte]).stream()],
  ] as const)('with %s is refused or cut off', async ([, body]) => {
    await expectTooLarge(ask('/api/meetings', { body }));
  });

  it.for([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])(
    'with the content type %j is refused, so that no form of another site can do it',
    async (type) => {
      const answer = await ask('/api/meetings', { body: '{}', headers: { 'content-type': type } });
      await expectRefused(answer, 'bad-message');
    },
  );

  it('with keys that pollute prototypes makes an ordinary meeting', async () => {
    const answer = await ask('/api/meetings', { body: `{"name":"ok",${pollution}}` });
    expect(answer.status).toBe(201);
    const { settings } = (await answer.json()) as { settings: JsonObject };
    expect(Object.keys(settings).sort()).toEqual([
      'locked',
      'name',
      'record',
      'share',
      'waitingRoom',
    ]);
    expect((await createMeeting(suite.scene.origin)).settings).not.toHaveProperty('polluted');
  });
});

describe('joining a meeting', () => {
  const path = () => `/api/meetings/${suite.scene.meeting}/join`;

  it.for(Object.entries(badBodies))('with %s is refused', async ([, body]) => {
    await expectRefused(await ask(path(), { body }), 'bad-message');
  });

  const wrong = [...mutationsOf({ name: 'x' })].filter(({ value }) => !v.is(JoinMeeting, value));

  it.for(wrong)('with $what is refused', async ({ value }) => {
    await expectRefused(await ask(path(), { body: JSON.stringify(value) }), 'bad-message');
  });

  it('with a megabyte is refused or cut off', async () => {
    await expectTooLarge(ask(path(), { body: megabyte }));
  });

  it('with an invented token is refused rather than taken for a guest', async () => {
    const answer = await ask(path(), { body: '{"name":"x"}', token: invented });
    await expectRefused(answer, 'bad-token');
  });
});

const actions = ['', '/join', '/leave', '/end'] as const;

function act(id: string, action: (typeof actions)[number], asking: Asking = {}) {
  const method = action === '' ? 'GET' : 'POST';
  const body = action === '/join' ? { body: '{"name":"x"}' } : {};
  return ask(`/api/meetings/${id}${action}`, { method, ...body, ...asking });
}

describe('meetings that are not there', () => {
  const ids = [unknownMeeting, 'x', '%00', '..%2f..%2f', '__proto__', 'é', 'a'.repeat(2_000)];

  it.for(ids.flatMap((id) => actions.map((action) => ({ id, action }))))(
    '"$id"$action is not found',
    async ({ id, action }) => {
      await expectRefused(await act(id, action), 'no-such-meeting', 'not-found');
    },
  );

  it.for(actions)('an ended one says so: "%s"', async (action) => {
    const { id, host } = await createMeeting(suite.scene.origin);
    expect((await act(id, '/end', { token: host.token })).status).toBe(204);
    await expectRefused(await act(id, action, { token: host.token }), 'meeting-ended');
  });
});

describe('tokens', () => {
  async function takeSeat(id: string): Promise<JoinedMeeting> {
    return v.parse(JoinedMeeting, await (await act(id, '/join')).json());
  }

  it.for(['/leave', '/end'] as const)('%s without one is refused', async (action) => {
    await expectRefused(await act(suite.scene.meeting, action), 'bad-token');
  });

  it.for(actions)('an invented one is refused: "%s"', async (action) => {
    const answer = await act(suite.scene.meeting, action, { token: invented });
    await expectRefused(answer, 'bad-token');
  });

  it.for(['Basic eDp4', 'Bearer', 'Bearer  ', `Token ${invented}`, `Bearer ${'x'.repeat(4_000)}`])(
    'the header "%s" is refused',
    async (authorization) => {
      const answer = await act(suite.scene.meeting, '/end', { headers: { authorization } });
      await expectRefused(answer, 'bad-token');
    },
  );

  it.for(actions)('another room\'s host token is refused: "%s"', async (action) => {
    const { token } = suite.elsewhere.created.host;
    await expectRefused(await act(suite.scene.meeting, action, { token }), 'bad-token');
  });

  it("secrets and tickets of the sockets are not REST's tokens", async () => {
    const { seat, peer } = suite.scene.host.welcome;
    for (const token of [seat.secret, peer.ticket]) {
      await expectRefused(await act(suite.scene.meeting, '/end', { token }), 'bad-token');
    }
  });

  it('a guest cannot end the meeting', async () => {
    const { bearer } = await takeSeat(suite.scene.meeting);
    const answer = await act(suite.scene.meeting, '/end', { token: bearer.token });
    await expectRefused(answer, 'not-allowed');
    expect((await act(suite.scene.meeting, '/leave', { token: bearer.token })).status).toBe(204);
  });

  it('one that was given back is worth nothing', async () => {
    const { bearer } = await takeSeat(suite.scene.meeting);
    expect((await act(suite.scene.meeting, '/leave', { token: bearer.token })).status).toBe(204);
    const again = await act(suite.scene.meeting, '', { token: bearer.token });
    await expectRefused(again, 'bad-token');
  });

  it('without one nobody learns who is in the meeting', async () => {
    const answer = await act(suite.scene.meeting, '');
    const view = v.parse(MeetingView, await answer.json());
    expect(view).not.toHaveProperty('participants');
    expect(JSON.stringify(view)).not.toContain(suite.scene.host.joined.you);
  });

  it('what a member is told of the others grants nothing', async () => {
    const { bearer } = await takeSeat(suite.scene.meeting);
    const answer = await act(suite.scene.meeting, '', { token: bearer.token });
    const text = await answer.text();
    const { host, guest } = suite.scene;
    for (const { welcome } of [host, guest]) {
      expect(text).not.toContain(welcome.seat.secret);
      expect(text).not.toContain(welcome.peer.ticket);
    }
    await act(suite.scene.meeting, '/leave', { token: bearer.token });
  });
});

describe('requests that no route takes', () => {
  const requests: readonly (readonly [method: string, path: string])[] = [
    ['DELETE', '/api/meetings'],
    ['GET', '/api/meetings'],
    ['PUT', `/api/meetings/${unknownMeeting}`],
    ['PATCH', `/api/meetings/${unknownMeeting}/join`],
    ['GET', `/api/meetings/${unknownMeeting}/end`],
    ['GET', '/api/'],
    ['POST', '/api/admin'],
    ['POST', `/rooms/${unknownMeeting}/socket`],
    ['GET', `/rooms/${unknownMeeting}/socket`],
    ['GET', `/rooms/${unknownMeeting}/peerjs`],
    ['GET', '/rooms/'],
    ['GET', '/rooms/x/y/z'],
    ['GET', '/.well-known/nothing'],
    ['POST', '/healthz'],
  ];

  it.for(requests)('%s %s is not found', async ([method, path]) => {
    await expectRefused(await ask(path, { method }), 'not-found', 'no-such-meeting');
  });

  it('an address of 8 kB and a header of 8 kB are answered', async () => {
    const long = await ask(`/api/${'x'.repeat(8_000)}`, { method: 'GET' });
    await expectRefused(long, 'not-found');
    const header = await ask('/api/x', { method: 'GET', headers: { 'x-y': 'z'.repeat(8_000) } });
    await expectRefused(header, 'not-found');
  });

  it('many at once keep nobody from joining', async () => {
    const { origin, meeting } = suite.scene;
    const burst = Array.from({ length: 300 }, () => act(unknownMeeting, '/join'));
    const { client } = await joinRoom(origin, meeting, 'In between');
    await Promise.all(burst);
    client.close();
  });
});
