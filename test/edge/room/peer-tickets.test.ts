import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { again, newMeeting, random, stopClock } from '../support/meeting.ts';
import { connectPeer, openPeer } from '../support/peer-client.ts';
import { caughtUp, pair } from '../support/peers.ts';

beforeEach(stopClock);
afterEach(() => {
  vi.useRealTimers();
});

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
