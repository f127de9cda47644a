import { exports } from 'cloudflare:workers';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../edge/http/app.ts';
import { createLog } from '../../../edge/log.ts';
import { Discovery } from '../../../edge/protocol/discovery.ts';
import { PeerId } from '../../../edge/protocol/ids.ts';
import { ErrorAnswer } from '../../../edge/protocol/rest.ts';
import { protocolVersions } from '../../../edge/protocol/version.ts';
import { newMeeting, random } from '../support/meeting.ts';

const origin = 'https://holler.example';

function get(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(`${origin}${path}`, init);
}

describe('what tells about this server', () => {
  test('it is alive', async () => {
    const answer = await get('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
  });

  test('a client recognises it and knows whether they understand each other', async () => {
    const discovery = v.parse(Discovery, await (await get('/.well-known/holler')).json());
    expect(discovery.protocol).toEqual(protocolVersions);
    expect(discovery.capabilities).toContain('mesh');
  });
});

describe('every answer', () => {
  test.each([
    '/healthz',
    '/.well-known/holler',
    '/openapi.json',
    '/api/meetings/none',
    '/api/none',
  ])('%s carries headers that let a browser do nothing with it', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('has a trace of its own', async () => {
    const traces = await Promise.all(
      ['/healthz', '/healthz', '/api/none'].map(async (path) =>
        (await get(path)).headers.get('x-trace-id'),
      ),
    );
    expect(new Set(traces)).toHaveLength(3);
    for (const trace of traces) expect(trace).toMatch(/^[0-9a-z]{16}$/);
  });

  test('of the API is kept by no cache', async () => {
    const meeting = await newMeeting();
    for (const path of [`/api/meetings/${meeting.id}`, '/api/none']) {
      expect((await get(path)).headers.get('cache-control')).toBe('no-store');
    }
  });

  test.each(['/api', '/api/none', '/rooms/none', '/api/meetings', '/.well-known/none'])(
    'to %s, where nothing is, is a typed one',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(v.parse(ErrorAnswer, await answer.json()).error.code).toBe('not-found');
    },
  );

  test.each(['PUT', 'DELETE', 'PATCH'])('to %s is that there is no such thing', async (method) => {
    const meeting = await newMeeting();
    const answer = await get(`/api/meetings/${meeting.id}`, { method });
    expect(v.parse(ErrorAnswer, await answer.json()).error.code).toBe('not-found');
  });
});

describe('when something breaks', () => {
  test('the caller gets a sentence and a trace, the log the reason', async () => {
    const lines: string[] = [];
    const log = createLog((line) => lines.push(line), Date.now);
    const app = createApp({ random, log, now: Date.now });
    const broken = {
      ROOM: {
        idFromName: () => {
          throw new Error('the storage is on fire');
        },
      },
    };
    const answer = await app.request(`/api/meetings/${random.meetingId()}`, {}, broken);
    expect(answer.status).toBe(500);
    const { error, trace } = v.parse(ErrorAnswer, await answer.clone().json());
    expect(error.code).toBe('internal');
    expect(await answer.text()).not.toContain('fire');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('the storage is on fire');
    expect(lines[0]).toContain(trace);
  });
});

describe('what PeerJS expects beside the sockets', () => {
  const room = `/rooms/${random.meetingId()}`;

  test('an id that fits, for one that brings none', async () => {
    const answer = await get(`${room}/peerjs/id?ts=1&version=1.5.5`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(v.is(PeerId, await answer.text())).toBe(true);
  });

  test('a card', async () => {
    expect(await (await get(`${room}/`)).json()).toMatchObject({ name: 'PeerJS Server' });
  });

  test.each(['socket', 'peerjs'])('%s is nothing without an upgrade', async (path) => {
    expect((await get(`${room}/${path}`)).status).toBe(404);
  });

  test.each(['websocket', 'WebSocket'])('an upgrade is one in any letters: %s', async (upgrade) => {
    const meeting = await newMeeting();
    const answer = await get(`/rooms/${meeting.id}/socket`, { headers: { upgrade } });
    expect(answer.status).toBe(101);
    answer.webSocket?.accept();
    answer.webSocket?.close();
  });

  test('an upgrade at an id that is none is refused', async () => {
    const answer = await get('/rooms/none/socket', { headers: { upgrade: 'websocket' } });
    expect(v.parse(ErrorAnswer, await answer.json()).error.code).toBe('no-such-meeting');
  });
});
