import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { again, newMeeting } from '../support/meeting.ts';
import { openPeer } from '../support/peer-client.ts';

describe('hibernation, with sockets open', () => {
  test('loses nothing that members have been told', async () => {
    const meeting = await newMeeting({ name: 'Monday' });
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo', {}, ['camera']);
    await bo.command({ type: 'chat', text: 'before' });
    await bo.command({ type: 'hand', raised: true });
    const { people, chat, settings } = await bo.join('Bo');
    await evictDurableObject(meeting.stub);
    const after = await host.join('Host');
    expect(after).toMatchObject({ people, chat, settings });
    expect(chat).toHaveLength(1);
  });

  test('the same sockets go on', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await evictDurableObject(meeting.stub);
    expect(await bo.command({ type: 'chat', text: 'after' })).toBe('done');
    await host.takeEvent('chat');
    await host.caughtUp();
    const seqs = host.events.history.map(({ seq }) => seq);
    expect(seqs).toEqual([host.joined.seq + 1, host.joined.seq + 2]);
  });

  test('a command that was carried out before is not carried out again', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    await host.command({ type: 'chat', text: 'once' }, 'same');
    await evictDurableObject(meeting.stub);
    expect(await host.command({ type: 'chat', text: 'once' }, 'same')).toBe('done');
    await host.caughtUp();
    expect(host.events.history).toHaveLength(1);
  });

  test('PeerJS goes on as well', async () => {
    const meeting = await newMeeting();
    const [host, bo] = [await meeting.joinAsHost(), await meeting.join('Bo')];
    const [hostPeer, boPeer] = [await openPeer(host.welcome), await openPeer(bo.welcome)];
    await evictDurableObject(meeting.stub);
    boPeer.send({ type: 'CANDIDATE', dst: hostPeer.id, payload: { n: 1 } });
    expect(await hostPeer.take('CANDIDATE')).toMatchObject({ src: boPeer.id, payload: { n: 1 } });
  });

  test('a signal that is held is still handed over', async () => {
    const meeting = await newMeeting();
    const [host, bo] = [await meeting.joinAsHost(), await meeting.join('Bo')];
    const hostPeer = await openPeer(host.welcome);
    hostPeer.send({ type: 'OFFER', dst: bo.welcome.peer.id, payload: 1 });
    await meeting.until(async () => (await meeting.rows('signals')).length === 1);
    await evictDurableObject(meeting.stub);
    const boPeer = await openPeer(bo.welcome);
    expect(await boPeer.take('OFFER')).toMatchObject({ src: hostPeer.id });
  });

  test('a visitor who has not said hello yet still may', async () => {
    const meeting = await newMeeting();
    const client = await meeting.connect();
    await evictDurableObject(meeting.stub);
    await client.hello();
    await client.join('Bo');
  });

  test('a socket that closes meanwhile wakes the room, which shows its owner away', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await evictDurableObject(meeting.stub);
    bo.lose();
    await host.takeEvent(
      'person',
      ({ person }) => person.seat === bo.seat && person.awaySince !== null,
    );
    await host.caughtUp();
    expect(host.events.history).toHaveLength(2);
  });

  test('pings are answered with the same bytes, and wake nobody', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const peer = await openPeer(host.welcome);
    await evictDurableObject(meeting.stub);
    await host.ping();
    peer.send({ type: 'HEARTBEAT' });
    await peer.take('HEARTBEAT');
    // Nobody to evict: the object has not run since.
    await expect(evictDurableObject(meeting.stub)).rejects.toThrow();
    expect(await host.command({ type: 'hand', raised: true })).toBe('done');
  });
});

describe('a restart, which closes every socket without a word', () => {
  test('members are away until they come back, with everything still there', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await host.command({ type: 'chat', text: 'before' });
    await bo.takeEvent('chat');
    await abortAllDurableObjects();
    const back = await meeting.visit(again(host));
    const { people, chat } = await back.join('Host');
    expect(chat).toMatchObject([{ text: 'before' }]);
    expect(people.map(({ seat, role, awaySince }) => [seat, role, awaySince !== null])).toEqual([
      [host.seat, 'host', false],
      [bo.seat, 'participant', true],
    ]);
  });

  test('a page that was connected resumes and is told what it missed', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    await abortAllDurableObjects();
    const [hostBack, boBack] = [await meeting.connect(), await meeting.connect()];
    hostBack.send({ type: 'hello', version: 1, capabilities: [], ...again(host, bo.joined.seq) });
    await hostBack.take('resumed');
    await hostBack.command({ type: 'chat', text: 'after' });
    boBack.send({ type: 'hello', version: 1, capabilities: [], ...again(bo, bo.joined.seq) });
    await boBack.take('resumed');
    await boBack.takeEvent('chat', ({ message }) => message.text === 'after');
    await boBack.caughtUp();
    const seqs = boBack.events.history.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => bo.joined.seq + 1 + index));
  });

  test('visitors on their pre-join screen leave no seats behind', async () => {
    const meeting = await newMeeting();
    await meeting.joinAsHost();
    await meeting.visit();
    await meeting.visit();
    await abortAllDurableObjects();
    await meeting.stub.view(null);
    expect(await meeting.rows('seats')).toHaveLength(1);
  });

  test('nobody stays for ever: who does not come back is gone in time', async () => {
    const meeting = await newMeeting();
    await meeting.joinAsHost();
    await abortAllDurableObjects();
    await meeting.stub.view(null);
    expect(await meeting.alarmAt()).not.toBeNull();
  });
});
