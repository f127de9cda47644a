import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  again,
  newMeeting,
  passTime,
  random,
  stopClock,
  type TestMeeting,
} from '../support/meeting.ts';
import { connectPeer, openPeer, type PeerClient } from '../support/peer-client.ts';

beforeEach(stopClock);
afterEach(() => {
  vi.useRealTimers();
});

/** A member’s own frame comes back after everything that was there before it. */
async function caughtUp(peer: PeerClient): Promise<void> {
  peer.send({ type: 'CANDIDATE', dst: peer.id, payload: 'caught up' });
  await peer.frames.take('its own frame', ({ payload }) => payload === 'caught up');
}

async function pair(meeting: TestMeeting) {
  const [host, bo] = [await meeting.joinAsHost(), await meeting.join('Bo')];
  return { host, bo, hostPeer: await openPeer(host.welcome), boPeer: await openPeer(bo.welcome) };
}

const expiry = (peer: PeerClient, of: string) => ({ type: 'EXPIRE', src: of, dst: peer.id });

describe('a ticket', () => {
  test('opens the socket already on the pre-join screen', async () => {
    const meeting = await newMeeting();
    await openPeer((await meeting.visit()).welcome);
  });

  test('opens it again after the socket was lost, and the new one takes over', async () => {
    const meeting = await newMeeting();
    const { bo, hostPeer, boPeer } = await pair(meeting);
    boPeer.lose();
    await boPeer.closed;
    const second = await openPeer(bo.welcome);
    const third = await openPeer(bo.welcome);
    await second.closed;
    hostPeer.send({ type: 'OFFER', dst: boPeer.id, payload: 1 });
    await third.take('OFFER');
  });

  test.each<[string, (right: Record<'id' | 'token' | 'key', string>) => object, string]>([
    [
      'no id',
      ({ token, key }) => ({ token, key }),
      'No id, token, or key supplied to websocket server',
    ],
    [
      'no token',
      ({ id, key }) => ({ id, key }),
      'No id, token, or key supplied to websocket server',
    ],
    [
      'no key',
      ({ id, token }) => ({ id, token }),
      'No id, token, or key supplied to websocket server',
    ],
    ['another key', (right) => ({ ...right, key: 'other' }), 'Invalid key provided'],
    ['a wrong ticket', (right) => ({ ...right, token: random.secret() }), 'Invalid token provided'],
    ['a peer that is none', (right) => ({ ...right, id: 'ada' }), 'Invalid token provided'],
    [
      'a peer that nobody has',
      (right) => ({ ...right, id: `${random.seatId()}-1` }),
      'Invalid token provided',
    ],
  ])('%s opens nothing', async (_, change, msg) => {
    const meeting = await newMeeting();
    const { welcome } = await meeting.joinAsHost();
    const right = { id: welcome.peer.id, token: welcome.peer.ticket, key: 'peerjs' };
    const peer = await connectPeer(meeting.id, change(right));
    expect(await peer.take('ERROR')).toEqual({ type: 'ERROR', payload: { msg } });
    await peer.closed;
  });

  test('of another room opens nothing here', async () => {
    const [here, elsewhere] = [await newMeeting(), await newMeeting()];
    const { welcome } = await elsewhere.joinAsHost();
    const { id, ticket } = welcome.peer;
    const peer = await connectPeer(here.id, { id, token: ticket, key: 'peerjs' });
    await peer.take('ERROR');
  });

  test('that is wrong for a peer that is connected: the id is taken', async () => {
    const meeting = await newMeeting();
    const { boPeer } = await pair(meeting);
    const thief = await connectPeer(meeting.id, {
      id: boPeer.id,
      token: random.secret(),
      key: 'peerjs',
    });
    expect(await thief.take('ID-TAKEN')).toEqual({
      type: 'ID-TAKEN',
      payload: { msg: 'ID is taken' },
    });
    await thief.closed;
    await caughtUp(boPeer);
  });

  test('of a page that was taken over opens nothing any more', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    await meeting.join('Bo', again(bo));
    const { id, ticket } = bo.welcome.peer;
    const peer = await connectPeer(meeting.id, { id, token: ticket, key: 'peerjs' });
    expect(await peer.take('ERROR')).toMatchObject({ payload: { msg: 'Invalid token provided' } });
  });
});

describe('signals between members', () => {
  test.each(['OFFER', 'ANSWER', 'CANDIDATE'])(
    '%s arrives as it was sent, under its true sender',
    async (type) => {
      const meeting = await newMeeting();
      const { hostPeer, boPeer } = await pair(meeting);
      const payload = { sdp: { type: 'offer', sdp: 'v=0' }, __proto__: null, nested: [1, null] };
      boPeer.send({ type, dst: hostPeer.id, src: 'somebody-else', payload, extra: true });
      expect(await hostPeer.take(type)).toEqual({
        type,
        src: boPeer.id,
        dst: hostPeer.id,
        payload,
      });
    },
  );

  test('keep their order', async () => {
    const meeting = await newMeeting();
    const { hostPeer, boPeer } = await pair(meeting);
    for (let n = 0; n < 50; n += 1)
      boPeer.send({ type: 'CANDIDATE', dst: hostPeer.id, payload: n });
    await hostPeer.frames.take('the last', ({ payload }) => payload === 49);
    expect(hostPeer.frames.history.slice(1).map(({ payload }) => payload)).toEqual([
      ...Array(50).keys(),
    ]);
  });

  test('wait, in order, for a member whose PeerJS is not there yet', async () => {
    const meeting = await newMeeting();
    const [host, bo] = [await meeting.joinAsHost(), await meeting.join('Bo')];
    const hostPeer = await openPeer(host.welcome);
    for (const type of ['OFFER', 'CANDIDATE']) {
      hostPeer.send({ type, dst: bo.welcome.peer.id, payload: type });
    }
    await caughtUp(hostPeer);
    const boPeer = await openPeer(bo.welcome);
    await boPeer.take('CANDIDATE');
    expect(boPeer.frames.history.map(({ type }) => type)).toEqual(['OPEN', 'OFFER', 'CANDIDATE']);
    await passTime(meeting, 5_000);
    await meeting.ring();
    await caughtUp(hostPeer);
    expect(hostPeer.heard()).not.toContain('EXPIRE');
  });

  test('wait for somebody who is about to become a member', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const visitor = await meeting.visit();
    const [hostPeer, visitorPeer] = [await openPeer(host.welcome), await openPeer(visitor.welcome)];
    hostPeer.send({ type: 'OFFER', dst: visitorPeer.id, payload: 'in' });
    visitorPeer.send({ type: 'OFFER', dst: hostPeer.id, payload: 'out' });
    await meeting.until(async () => (await meeting.rows('signals')).length === 2);
    expect(visitorPeer.heard()).toEqual([]);
    expect(hostPeer.heard()).toEqual([]);
    await visitor.join('Bo');
    await visitorPeer.take('OFFER');
    await hostPeer.take('OFFER');
  });

  test('expire after five seconds, once per pair', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const hostPeer = await openPeer(host.welcome);
    const absent = ['a1b2c3d4e5f6-1', 'zyxw9876vt54-1'];
    for (const dst of [...absent, ...absent]) hostPeer.send({ type: 'OFFER', dst, payload: 1 });
    await caughtUp(hostPeer);
    await passTime(meeting, 4_999);
    await meeting.ring();
    await caughtUp(hostPeer);
    expect(hostPeer.heard()).not.toContain('EXPIRE');
    await passTime(meeting, 1);
    await meeting.ring();
    await caughtUp(hostPeer);
    const expired = hostPeer.frames.history.filter(({ type }) => type === 'EXPIRE');
    expect(expired).toEqual(absent.map((id) => expiry(hostPeer, id)));
  });

  test('are held for nobody without end', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const hostPeer = await openPeer(host.welcome);
    for (let n = 0; n < 300; n += 1) {
      hostPeer.send({ type: 'CANDIDATE', dst: 'a1b2c3d4e5f6-1', payload: n });
    }
    await caughtUp(hostPeer);
    expect(await meeting.rows('signals')).toHaveLength(200);
  });
});

describe('who is no member', () => {
  test('reaches no member and is reached by none, however they wait', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const hostPeer = await openPeer(host.welcome);
    const outsiders = [await meeting.visit(), await meeting.knock('Kit')];
    const peers = await Promise.all(outsiders.map(({ welcome }) => openPeer(welcome)));
    for (const peer of peers) {
      peer.send({ type: 'OFFER', dst: hostPeer.id, payload: 'in' });
      hostPeer.send({ type: 'OFFER', dst: peer.id, payload: 'out' });
      for (const other of peers) peer.send({ type: 'OFFER', dst: other.id, payload: 'across' });
    }
    await meeting.until(async () => (await meeting.rows('signals')).length === 8);
    await passTime(meeting, 5_000);
    await meeting.ring();
    for (const peer of peers) {
      await peer.take('EXPIRE');
      expect(peer.heard()).not.toContain('OFFER');
    }
    await hostPeer.take('EXPIRE');
    expect(hostPeer.heard()).not.toContain('OFFER');
  });

  test('any more is not reached either', async () => {
    const meeting = await newMeeting();
    const { host, bo, hostPeer, boPeer } = await pair(meeting);
    await host.command({ type: 'remove', seat: bo.seat });
    await boPeer.closed;
    hostPeer.send({ type: 'OFFER', dst: boPeer.id, payload: 1 });
    await caughtUp(hostPeer);
    const { id, ticket } = bo.welcome.peer;
    const back = await connectPeer(meeting.id, { id, token: ticket, key: 'peerjs' });
    await back.take('ERROR');
  });
});

describe('LEAVE', () => {
  test('is sent when somebody has left', async () => {
    const meeting = await newMeeting();
    const { bo, hostPeer, boPeer } = await pair(meeting);
    bo.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    expect(await hostPeer.take('LEAVE')).toEqual({
      type: 'LEAVE',
      src: boPeer.id,
      dst: hostPeer.id,
    });
    await boPeer.closed;
  });

  test('is sent when somebody was removed', async () => {
    const meeting = await newMeeting();
    const { host, bo, hostPeer, boPeer } = await pair(meeting);
    await host.command({ type: 'remove', seat: bo.seat });
    expect(await hostPeer.take('LEAVE')).toMatchObject({ src: boPeer.id });
  });

  test('is sent when a page was replaced by another of the same browser', async () => {
    const meeting = await newMeeting();
    const { bo, hostPeer, boPeer } = await pair(meeting);
    const tab = await meeting.visit(again(bo));
    await caughtUp(hostPeer);
    expect(hostPeer.heard()).not.toContain('LEAVE');
    await tab.join('Bo');
    expect(await hostPeer.take('LEAVE')).toMatchObject({ src: boPeer.id });
    await boPeer.closed;
  });

  test('is not sent when sockets are lost', async () => {
    const meeting = await newMeeting();
    const { host, bo, hostPeer, boPeer } = await pair(meeting);
    boPeer.lose();
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await boPeer.closed;
    await caughtUp(hostPeer);
    expect(hostPeer.heard()).not.toContain('LEAVE');
  });

  test('is not sent for those who were only at the door', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const hostPeer = await openPeer(host.welcome);
    const [visitor, knocker] = [await meeting.visit(), await meeting.knock('Kit')];
    const peers = [await openPeer(visitor.welcome), await openPeer(knocker.welcome)];
    visitor.lose();
    await host.command({ type: 'refuse', seat: knocker.seat });
    for (const peer of peers) await peer.closed;
    await caughtUp(hostPeer);
    expect(hostPeer.heard()).toEqual(['CANDIDATE']);
  });

  test('from a client only closes its own socket', async () => {
    const meeting = await newMeeting();
    const { hostPeer, boPeer } = await pair(meeting);
    boPeer.send({ type: 'LEAVE' });
    await boPeer.closed;
    await caughtUp(hostPeer);
    expect(hostPeer.heard()).toEqual(['CANDIDATE']);
  });
});
