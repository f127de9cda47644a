import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type * as v from 'valibot';
import { afterEach, expect, test, vi } from 'vitest';
import type { Hello } from '../../../edge/protocol/room-messages.ts';
import { newMeeting, type TestMeeting } from '../support/meeting.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** TURN credentials come from a service that answers when it is let. */
async function withSlowTurn(meeting: TestMeeting): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  vi.stubGlobal('fetch', async () => {
    await gate.promise;
    return Response.json({ iceServers: [] });
  });
  await runInDurableObject(meeting.stub, (room) => {
    const settings = { CLOUDFLARE_TURN_KEY_ID: 'key', CLOUDFLARE_TURN_API_TOKEN: 'token' };
    Object.defineProperty(room, 'env', { value: { ...env, ...settings } });
  });
  return gate.resolve;
}

const hello: v.InferInput<typeof Hello> = { type: 'hello', version: 1, capabilities: [] };

test('what is said before the welcome waits for it, in its order', async () => {
  const meeting = await newMeeting();
  const answer = await withSlowTurn(meeting);
  const client = await meeting.connect();
  client.send(hello);
  client.send({ type: 'join', name: 'Hasty', publishing: [] });
  client.send({ type: 'command', id: 'c1', command: { type: 'chat', text: 'first' } });
  client.send({ type: 'command', id: 'c2', command: { type: 'chat', text: 'second' } });
  client.send(hello);
  await client.caughtUp();
  const before = client.messages.history.length;
  answer();
  // One hello is enough.
  expect((await client.take('refused')).error.code).toBe('bad-message');
  expect(client.messages.history.slice(before).map(({ type }) => type)).toEqual([
    'welcome',
    'joined',
    'events',
    'done',
    'events',
    'done',
    'refused',
  ]);
});

test('a socket that is lost before its welcome leaves no seat', async () => {
  const meeting = await newMeeting();
  const answer = await withSlowTurn(meeting);
  const client = await meeting.connect();
  client.send(hello);
  await client.caughtUp();
  client.lose();
  await client.closed;
  answer();
  await meeting.until(async () => (await meeting.rows('meeting')).length === 1);
  expect(await meeting.rows('seats')).toEqual([]);
});

test('a meeting that ends before the welcome says so', async () => {
  const meeting = await newMeeting();
  const host = await meeting.joinAsHost();
  const answer = await withSlowTurn(meeting);
  const client = await meeting.connect();
  client.send(hello);
  await client.caughtUp();
  host.send({ type: 'command', id: 'end', command: { type: 'end' } });
  expect((await client.closedWith()).error).toBe('meeting-ended');
  answer();
  expect(await meeting.rows('seats')).toEqual([]);
});
