import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limits } from '../../../edge/protocol/limits.ts';
import { again, newMeeting, stopClock } from '../support/meeting.ts';
import { openPeer } from '../support/peer-client.ts';

beforeEach(stopClock);
afterEach(() => {
  vi.useRealTimers();
});

describe('a frame that does not belong', () => {
  test.each([
    [
      'too large',
      () => `{"type":"hello","x":"${'x'.repeat(limits.roomMessageBytes)}"}`,
      'too-large',
    ],
    ['binary', () => new Uint8Array([1, 2, 3]).buffer, 'bad-message'],
  ] as const)(
    'closes the socket when it is %s, and its owner is shown away',
    async (_, frame, error) => {
      const meeting = await newMeeting();
      const host = await meeting.joinAsHost();
      const bo = await meeting.join('Bo');
      bo.sendRaw(frame());
      expect((await bo.closedWith()).error).toBe(error);
      await host.takeEvent(
        'person',
        ({ person }) => person.seat === bo.seat && person.awaySince !== null,
      );
      const back = await meeting.connect();
      back.send({ type: 'hello', version: 1, capabilities: [], ...again(bo, bo.joined.seq) });
      await back.take('resumed');
    },
  );

  test.each(['{', '[]', '{"type":"command","id":"c1"}', '{"type":"join","name":""}'])(
    'is refused, and the socket goes on: %s',
    async (frame) => {
      const meeting = await newMeeting();
      const host = await meeting.joinAsHost();
      host.sendRaw(frame);
      expect((await host.take('refused')).error.code).toBe('bad-message');
      expect(await host.command({ type: 'hand', raised: true })).toBe('done');
    },
  );

  test('of a newer version is ignored', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    host.sendRaw('{"type":"telepathy"}');
    await host.caughtUp();
    expect(host.messages.history.filter(({ type }) => type === 'refused')).toHaveLength(1);
  });

  test.each([
    '{',
    '[]',
    '{"type":"OFFER"}',
    '{"type":"SHOUT","dst":"x"}',
    '{"type":"OFFER","dst":7}',
  ])('costs nobody their PeerJS: %s', async (frame) => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const peer = await openPeer(host.welcome);
    peer.send(frame);
    peer.send({ type: 'OFFER', dst: peer.id, payload: 1 });
    await peer.take('OFFER');
  });
});

// A thousand frames take their time on a busy machine.
describe('a flood', { timeout: 30_000 }, () => {
  test('is refused, then closed, while the others go on', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    const frame = JSON.stringify({
      type: 'command',
      id: 'same',
      command: { type: 'hand', raised: true },
    });
    for (let count = 0; count < 700; count += 1) bo.sendRaw(frame);
    const refusal = await bo.messages.take(
      'a refusal',
      (message) => message.type === 'refused' && message.error.code === 'rate-limited',
    );
    // Its sender waits for this very command.
    expect(refusal).toMatchObject({ id: 'same' });
    expect(await bo.closedWith()).toEqual({ code: 4429, error: 'rate-limited' });
    expect(await host.command({ type: 'chat', text: 'still here' })).toBe('done');
    await host.takeEvent(
      'person',
      ({ person }) => person.seat === bo.seat && person.awaySince !== null,
    );
  });

  test('over PeerJS is cut off as well, and is no LEAVE', async () => {
    const meeting = await newMeeting();
    const [host, bo] = [await meeting.joinAsHost(), await meeting.join('Bo')];
    const [hostPeer, boPeer] = [await openPeer(host.welcome), await openPeer(bo.welcome)];
    const frame = JSON.stringify({ type: 'EXPIRE' });
    for (let count = 0; count < 1_100; count += 1) boPeer.send(frame);
    expect((await boPeer.closed).code).toBe(4429);
    hostPeer.send({ type: 'OFFER', dst: hostPeer.id, payload: 1 });
    await hostPeer.take('OFFER');
    expect(hostPeer.heard()).toEqual(['OFFER']);
  });

  test('of visitors ends somewhere, and members still come back', async () => {
    const meeting = await newMeeting();
    const sockets = await Promise.all(Array.from({ length: 400 }, () => meeting.connect()));
    const refused = await meeting.connect();
    expect(await refused.closedWith()).toEqual({ code: 4429, error: 'rate-limited' });
    sockets[0]?.lose();
    await sockets[0]?.closed;
    const visitor = await meeting.visit();
    await visitor.join('Bo');
  });
});
