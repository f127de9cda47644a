import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { again, newMeeting, passTime, stopClock } from '../../support/meeting.ts';
import { connectPeer, openPeer, type PeerClient } from '../../support/peer-client.ts';
import { caughtUp, pair } from '../../support/peers.ts';

beforeEach(stopClock);
afterEach(() => {
  vi.useRealTimers();
});

const expiry = (peer: PeerClient, of: string) => ({ type: 'EXPIRE', src: of, dst: peer.id });

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

  test('expire together, though they were sent one after the other', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const hostPeer = await openPeer(host.welcome);
    const absent = 'a1b2c3d4e5f6-1';
    for (const type of ['OFFER', 'CANDIDATE', 'CANDIDATE']) {
      hostPeer.send({ type, dst: absent, payload: 1 });
      await caughtUp(hostPeer);
      await passTime(meeting, 1_000);
    }
    await passTime(meeting, 2_000);
    await meeting.ring();
    await passTime(meeting, 5_000);
    await meeting.ring();
    await caughtUp(hostPeer);
    const expired = hostPeer.frames.history.filter(({ type }) => type === 'EXPIRE');
    expect(expired).toEqual([expiry(hostPeer, absent)]);
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

  test('from one client to another is passed on, but never held', async () => {
    const meeting = await newMeeting();
    const { hostPeer, boPeer } = await pair(meeting);
    boPeer.send({ type: 'LEAVE', dst: hostPeer.id });
    expect(await hostPeer.take('LEAVE')).toMatchObject({ src: boPeer.id });
    boPeer.send({ type: 'LEAVE', dst: 'a1b2c3d4e5f6-1' });
    await caughtUp(boPeer);
    expect(await meeting.rows('signals')).toEqual([]);
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
