import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPeer, connectRaw, credentialsOf } from '../support/peer-client.ts';
import { createMeeting, joinRoom, openRoom } from '../support/room-client.ts';
import { type Stack, startTestStack } from '../support/test-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startTestStack();
}, 60_000);
afterAll(() => stack.stop());

const evil = { origin: 'https://evil.example' };

/** Goes through everything that handles a secret, the right way and wrong ones, and returns all secrets. */
async function handleSecrets(): Promise<Readonly<Record<string, string>>> {
  const { origin } = stack;
  const created = await createMeeting(origin);
  const path = `${origin}/api/meetings/${created.id}`;
  const host = await joinRoom(origin, created.id, 'Host', { hostToken: created.host.token });
  const credentials = credentialsOf(origin, host);
  const peer = await connectPeer(credentials);

  const headers = { 'content-type': 'application/json' };
  const taken = await fetch(`${path}/join`, { method: 'POST', headers, body: '{"name":"Rest"}' });
  const { seat, bearer } = (await taken.json()) as {
    seat: { secret: string };
    bearer: { token: string };
  };
  const wrong = await connectRaw(credentials, { ...credentials, id: `${credentials.id}1` });
  await wrong.take('ERROR');
  const forged = await openRoom(origin, created.id);
  forged.sendRaw(`{"type":"hello","token":"${seat.secret}"}`);
  await forged.take('refused');
  forged.sendRaw(`{"type":"hello","version":1,"capabilities":[],"hostToken":"${bearer.token}"}`);
  await forged.take('welcome');
  await fetch(`${path}/end`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer.token}` },
  });
  peer.close();
  host.client.send({ type: 'command', id: 'end', command: { type: 'end' } });
  await host.client.take('closing');
  return {
    'the host token': created.host.token,
    'a seat secret': host.welcome.seat.secret,
    'a PeerJS ticket': host.welcome.peer.ticket,
    "a REST seat's secret": seat.secret,
    'a REST token': bearer.token,
  };
}

describe('logs', () => {
  it('never hold a token, a ticket or a secret', async () => {
    const secrets = await handleSecrets();
    const log = stack.readLog();
    expect(log).toContain('"event":"room.created"');
    expect(log).toContain('"event":"room.ended"');
    const found = Object.keys(secrets).filter((name) => log.includes(secrets[name] ?? ''));
    expect(found).toEqual([]);
  });

  it('name rooms by their public id in our own lines, not by the one that lets people in', async () => {
    const { id } = await createMeeting(stack.origin);
    const { client } = await joinRoom(stack.origin, id, 'Host');
    const own = stack
      .readLog()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((line) => line.includes(id))).toEqual([]);
    client.close();
  });
});

const pages = ['/', '/0123-4567-89ab-cdef-ghjk', '/manifest.webmanifest'] as const;
const endpoints = [
  '/healthz',
  '/.well-known/holler',
  '/openapi.json',
  '/api/meetings/0123-4567-89ab-cdef-ghjk',
  '/api/nothing',
  '/rooms/0123-4567-89ab-cdef-ghjk/',
] as const;

function directivesOf(policy: string | null): ReadonlyMap<string, readonly string[]> {
  const directives = (policy ?? '').split(';').map((part) => part.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...values]) => [name, values]));
}

describe('headers', () => {
  it.for([...pages, ...endpoints])('%s has a strict policy', async (path) => {
    const { headers } = await fetch(stack.origin + path);
    const policy = directivesOf(headers.get('content-security-policy'));
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    const allowed = ["'none'", "'self'", 'blob:', 'data:'];
    // A media server has an address of its own: by TLS, or on this machine.
    const mediaServers = ['https:', 'wss:', 'http://127.0.0.1:*', 'ws://127.0.0.1:*'];
    for (const [name, sources] of policy) {
      const more = name === 'connect-src' ? mediaServers : [];
      expect(sources.filter((source) => ![...allowed, ...more].includes(source))).toEqual([]);
    }
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it.for(pages.slice(0, 2))('%s gives devices to itself alone', async (path) => {
    const { headers } = await fetch(stack.origin + path);
    const permissions = headers.get('permissions-policy') ?? '';
    for (const device of ['camera', 'microphone', 'display-capture']) {
      expect(permissions).toContain(`${device}=(self)`);
    }
    expect(permissions).not.toContain('*');
  });

  it('what the API answers is kept by nobody', async () => {
    const { headers } = await fetch(`${stack.origin}/api/meetings/0123-4567-89ab-cdef-ghjk`);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.for([...pages, ...endpoints])('%s is not for scripts of other sites', async (path) => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await fetch(stack.origin + path, {
        method,
        headers: { ...evil, 'access-control-request-method': 'POST' },
      });
      const cors = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(cors, method).toEqual([]);
    }
  });

  it('no answer says what it was made with', async () => {
    const { headers } = await fetch(`${stack.origin}/healthz`);
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  });
});
