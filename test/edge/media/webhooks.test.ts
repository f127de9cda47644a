import { env, exports } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import type { Env as EdgeEnv } from '../../../edge/env.ts';
import { createApp } from '../../../edge/http/app.ts';
import { createLog } from '../../../edge/log.ts';
import { testClusters } from '../support/clusters.ts';
import { useMediaServers } from '../support/media-servers.ts';
import { newMeeting, random, type TestMeeting } from '../support/meeting.ts';

const media = useMediaServers();
const [one, two] = testClusters;
const stranger = 'zzzzzzzzzzzz';

interface Signature {
  readonly key: string;
  readonly secret: string;
}

async function sign(body: string, { key, secret }: Signature): Promise<string> {
  const token = new AccessToken(key, secret, { ttl: 300 });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}

const screen = ['SCREEN_SHARE', 'SCREEN_SHARE_AUDIO'];

/** The edge, of which no room answers. It is not broken itself: workerd would print what nothing catches there. */
function withoutRooms(): EdgeEnv {
  const lost = () => Promise.reject(new Error('Network connection lost.'));
  const ROOM = {
    idFromString: (id: string) => env.ROOM.idFromString(id),
    get: () => ({ cameToMediaServer: lost }),
  };
  return { ...env, ROOM: ROOM as unknown as EdgeEnv['ROOM'] };
}

function heardOf(): Promise<{ results: readonly { id: string }[] }> {
  return env.DB.prepare('SELECT id FROM webhooks').all<{ id: string }>();
}

function joined(meeting: TestMeeting, identity: string, permission?: object): string {
  return JSON.stringify({
    event: 'participant_joined',
    id: `EV_${crypto.randomUUID()}`,
    createdAt: '1795000000',
    room: { name: 'the-room', metadata: meeting.stub.id.toString() },
    participant: { identity, ...(permission && { permission }) },
    somethingNewer: true,
  });
}

function requestOf(body: string, authorization?: string): Request {
  return new Request('https://holler.example/api/livekit/webhook', {
    method: 'POST',
    headers: {
      'content-type': 'application/webhook+json',
      ...(authorization && { authorization }),
    },
    body,
  });
}

async function post(body: string, authorization?: string): Promise<number> {
  const answer = await exports.default.fetch(requestOf(body, authorization));
  await answer.body?.cancel();
  return answer.status;
}

describe('what a media server says', () => {
  test('is heard from whichever cluster has signed it', async () => {
    const meeting = await newMeeting();
    for (const cluster of testClusters) {
      const body = joined(meeting, 'EG_egress');
      expect(await post(body, await sign(body, cluster))).toBe(204);
    }
    expect(media.requests.history).toEqual([]);
  });

  test('about somebody who is not in the call has them thrown out there', async () => {
    const meeting = await newMeeting();
    const body = joined(meeting, stranger);
    expect(await post(body, await sign(body, two))).toBe(204);
    expect(await media.asked('RemoveParticipant')).toMatchObject({
      cluster: 'two',
      body: { room: 'the-room', identity: stranger },
    });
  });

  test.each<[string, object]>([
    ['listed', { canPublish: true, canPublishSources: ['CAMERA', 'MICROPHONE', ...screen] }],
    ['unlimited', { canPublish: true }],
  ])('about a member with the rights they have (%s) changes nothing', async (_, permission) => {
    const meeting = await newMeeting();
    const { seat } = await meeting.joinAsHost();
    const body = joined(meeting, seat, permission);
    expect(await post(body, await sign(body, one))).toBe(204);
    expect(await meeting.rows('chores')).toEqual([]);
    expect(media.requests.history).toEqual([]);
  });

  test.each<[string, object | undefined]>([
    ['with more than that', { canPublish: true, canPublishSources: ['CAMERA', 'MICROPHONE'] }],
    ['with less than that', { canPublish: false }],
    ['and nothing of what they may', undefined],
  ])('about a member who may show and share, %s, sets it right', async (_, permission) => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const { seat } = await meeting.join('Bo');
    await host.command({ type: 'set-rights', seat, rights: { speak: false } });
    const body = joined(meeting, seat, permission);
    expect(await post(body, await sign(body, two))).toBe(204);
    expect(await media.asked('UpdateParticipant')).toMatchObject({
      cluster: 'two',
      body: {
        room: 'the-room',
        identity: seat,
        permission: { canPublish: true, canPublishSources: ['CAMERA', ...screen] },
      },
    });
  });

  test('about anything but somebody’s coming is heard, and not even remembered', async () => {
    const meeting = await newMeeting();
    const before = await heardOf();
    for (const kind of ['room_started', 'track_published', 'participant_left']) {
      const body = joined(meeting, stranger).replace('participant_joined', kind);
      expect(await post(body, await sign(body, one))).toBe(204);
    }
    expect((await heardOf()).results).toEqual(before.results);
    expect(media.requests.history).toEqual([]);
  });

  test('is heard again when it could not be acted upon', async () => {
    const meeting = await newMeeting();
    const body = joined(meeting, stranger);
    const signature = await sign(body, one);
    const lines: string[] = [];
    const log = createLog((line) => lines.push(line), Date.now);
    const app = createApp({ random, log, now: Date.now });
    const refused = await app.fetch(requestOf(body, signature), withoutRooms());
    expect(refused.status).toBe(500);
    expect(lines.join('\n')).toContain('"event":"webhook.failed"');
    expect(media.requests.history).toEqual([]);
    expect(await post(body, signature)).toBe(204);
    expect((await media.asked('RemoveParticipant')).body.identity).toBe(stranger);
  });

  test('about a room of somebody else’s is heard, and leads nowhere', async () => {
    const meeting = await newMeeting();
    const body = joined(meeting, stranger).replace(meeting.stub.id.toString(), 'theirs');
    expect(await post(body, await sign(body, one))).toBe(204);
    expect(media.requests.history).toEqual([]);
  });
});

describe('what pretends to come from one is refused', () => {
  test.each<[string, (body: string) => Promise<readonly [string, string | undefined]>]>([
    ['without a signature', async (body) => [body, undefined]],
    ['with nonsense for one', async (body) => [body, 'Bearer nonsense']],
    [
      'with the wrong secret',
      async (body) => [body, await sign(body, { ...one, secret: two.secret })],
    ],
    [
      'with a key that is not ours',
      async (body) => [body, await sign(body, { ...one, key: 'no' })],
    ],
    ['with the signature of another body', async (body) => [`${body} `, await sign(body, one)]],
    [
      'with a token that signs nothing',
      async (body) => [body, await new AccessToken(one.key, one.secret).toJwt()],
    ],
  ])('%s', async (_, forge) => {
    const meeting = await newMeeting();
    expect(await post(...(await forge(joined(meeting, stranger))))).toBe(401);
    expect(media.requests.history).toEqual([]);
  });

  test('when it has been said before', async () => {
    const meeting = await newMeeting();
    const body = joined(meeting, 'EG_egress');
    const signature = await sign(body, one);
    expect([await post(body, signature), await post(body, signature)]).toEqual([204, 401]);
  });

  test.each(['not JSON', '"a word"', '[]', '{"event":"participant_joined","room":7}'])(
    'when it is signed, and yet no event: %s',
    async (body) => {
      expect(await post(body, await sign(body, one))).toBe(401);
      expect(media.requests.history).toEqual([]);
    },
  );

  test('when it is endless', async () => {
    const body = 'x'.repeat(100_000);
    expect(await post(body, await sign(body, one))).toBe(413);
  });
});
