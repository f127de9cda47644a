import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type IcePorts, iceServersFor } from '../../edge/ice.ts';
import { mintTurnCredentials } from '../../edge/media/turn-credentials.ts';
import { testClusters } from './support/clusters.ts';

const now = 1_795_000_000_500;
const seat = 'a1b2c3d4e5f6';
const coturn = { TURN_URLS: 'turn:turn.example:3478, turns:turn.example:443', TURN_SECRET: 'hush' };
const cloudflare = { CLOUDFLARE_TURN_KEY_ID: 'key/1', CLOUDFLARE_TURN_API_TOKEN: 'api-token' };

function ports(answer: (url: string, init: RequestInit) => Promise<Response>) {
  const warnings: string[] = [];
  const asked: { url: string; init: RequestInit }[] = [];
  const all: IcePorts = {
    now: () => now,
    fetch: (url, init) => {
      asked.push({ url, init });
      return answer(url, init);
    },
    warn: (reason) => warnings.push(reason),
  };
  return { all, warnings, asked };
}

const offline = () => ports(() => Promise.reject(new Error('no network')));

describe('without TURN', () => {
  test('there is STUN as configured, and nothing expires', async () => {
    const settings = { STUN_URLS: 'stun:a.example:3478, stun:b.example,,' };
    expect(await iceServersFor(seat, settings, offline().all)).toEqual({
      servers: [{ urls: ['stun:a.example:3478'] }, { urls: ['stun:b.example'] }],
      expiresAt: null,
    });
  });

  test.each([
    {},
    { STUN_URLS: '' },
    { TURN_URLS: coturn.TURN_URLS },
    { TURN_SECRET: 'hush' },
    { CLOUDFLARE_TURN_KEY_ID: 'key' },
    { CLOUDFLARE_TURN_API_TOKEN: 'token' },
    { LIVEKIT_CLUSTERS: JSON.stringify(testClusters) },
    { LIVEKIT_CLUSTERS: JSON.stringify(testClusters.map((one) => ({ ...one, turnUrls: [] }))) },
  ])('half a configuration is none: %o', async (settings) => {
    const { all, asked } = offline();
    expect(await iceServersFor(seat, settings, all)).toEqual({ servers: [], expiresAt: null });
    expect(asked).toEqual([]);
  });
});

describe('with coturn', () => {
  test('the credential is what coturn computes from its secret and the name', async () => {
    const { servers, expiresAt } = await iceServersFor(seat, coturn, offline().all);
    const [turn] = servers;
    expect(turn?.urls).toEqual(['turn:turn.example:3478', 'turns:turn.example:443']);
    expect(turn?.username).toBe(`1795003600:${seat}`);
    const expected = createHmac('sha1', 'hush').update(`1795003600:${seat}`).digest('base64');
    expect(turn?.credential).toBe(expected);
    expect(expiresAt).toBe(now + 3_600_000);
  });

  test('it lives as long as configured', async () => {
    const settings = { ...coturn, TURN_TTL_SECONDS: '60' };
    const { servers, expiresAt } = await iceServersFor(seat, settings, offline().all);
    expect(servers[0]?.username).toBe(`1795000060:${seat}`);
    expect(expiresAt).toBe(now + 60_000);
  });

  test.each(['soon', '', '0'])('“%s” is no lifetime', async (ttl) => {
    const settings = { ...coturn, TURN_TTL_SECONDS: ttl };
    expect((await iceServersFor(seat, settings, offline().all)).expiresAt).toBe(now + 3_600_000);
  });

  test('nobody else’s credential is the same, and none contains the secret', async () => {
    const both = await Promise.all(
      [seat, 'zyxw9876vt54'].map((each) => iceServersFor(each, coturn, offline().all)),
    );
    const credentials = both.map(({ servers }) => servers[0]?.credential);
    expect(new Set(credentials)).toHaveLength(2);
    expect(JSON.stringify(both)).not.toContain('hush');
  });
});

describe("with LiveKit's own TURN server", () => {
  const turnUrls = ['turn:one.example:3478?transport=udp', 'turn:one.example:3478?transport=tcp'];
  const [first, ...others] = testClusters;
  const clusters = (change: object) => ({
    LIVEKIT_CLUSTERS: JSON.stringify([{ ...first, ...change }, ...others]),
  });

  test('its addresses come with credentials of the cluster that they belong to', async () => {
    const { servers, expiresAt } = await iceServersFor(seat, clusters({ turnUrls }), offline().all);
    expect(servers).toEqual([
      { urls: turnUrls, ...mintTurnCredentials(first, seat, now + 3_600_000) },
    ]);
    expect(expiresAt).toBe(now + 3_600_000);
    expect(JSON.stringify(servers)).not.toContain(first.secret);
  });

  test('it stands beside a coturn, and both live as long as configured', async () => {
    const settings = { ...coturn, ...clusters({ turnUrls }), TURN_TTL_SECONDS: '60' };
    const { servers, expiresAt } = await iceServersFor(seat, settings, offline().all);
    expect(servers.map(({ username }) => username)).toEqual([
      `1795000060:${seat}`,
      mintTurnCredentials(first, seat, now + 60_000).username,
    ]);
    expect(expiresAt).toBe(now + 60_000);
  });

  test('a wrong list of clusters costs only its own servers', async () => {
    const { all, warnings } = offline();
    const settings = { ...coturn, ...clusters({ turnUrls: ['http://one.example'] }) };
    expect((await iceServersFor(seat, settings, all)).servers).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(/^LIVEKIT_CLUSTERS is wrong at 0\.turnUrls/)]);
  });
});

describe('with Cloudflare', () => {
  const given = [
    { urls: ['stun:stun.example:3478'] },
    { urls: ['turn:turn.example:3478'], username: 'u', credential: 'c' },
  ];

  test('its servers follow ours, for as long as we asked', async () => {
    const { all, asked } = ports(async () => Response.json({ iceServers: given, extra: 1 }));
    const settings = { ...cloudflare, STUN_URLS: 'stun:ours', TURN_TTL_SECONDS: '60' };
    expect(await iceServersFor(seat, settings, all)).toEqual({
      servers: [{ urls: ['stun:ours'] }, ...given],
      expiresAt: now + 60_000,
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toContain('/keys/key%2F1/');
    expect(asked[0]?.init.body).toBe('{"ttl":60}');
    expect(new Headers(asked[0]?.init.headers).get('authorization')).toBe('Bearer api-token');
  });

  test.each<[string, () => Promise<Response>]>([
    ['refuses', async () => new Response('no', { status: 403 })],
    ['answers with something else', async () => Response.json({ iceServers: 'soon' })],
    ['answers with no JSON', async () => new Response('<html>')],
    ['cannot be reached', () => Promise.reject(new Error('no network'))],
  ])('a call goes on without it when it %s', async (_, answer) => {
    const { all, warnings } = ports(answer);
    const settings = { ...cloudflare, ...coturn };
    const { servers, expiresAt } = await iceServersFor(seat, settings, all);
    expect(servers).toHaveLength(1);
    expect(expiresAt).toBe(now + 3_600_000);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain('api-token');
  });

  test('it is not waited for longer than two seconds', async () => {
    const started = performance.now();
    const { all, warnings } = ports(
      (_, { signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    expect(await iceServersFor(seat, cloudflare, all)).toEqual({ servers: [], expiresAt: null });
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(warnings).toHaveLength(1);
  });
});
