import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limits } from '../../../edge/protocol/limits.ts';
import { emptyRoomLifetimeMs, sweepIntervalMs } from '../../../edge/room/rules/deadlines.ts';
import { again, newMeeting, passTime, random, stopClock } from '../support/meeting.ts';
import { openPeer } from '../support/peer-client.ts';

beforeEach(stopClock);
afterEach(() => {
  vi.useRealTimers();
});

describe('a seat without a socket', () => {
  test('is kept for 90 seconds, then given up as lost', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await passTime(meeting, limits.seatGraceMs - 1);
    await meeting.ring();
    await host.caughtUp();
    expect(host.events.history.map(({ event }) => event.type)).toEqual(['person', 'person']);
    await passTime(meeting, 1);
    await meeting.ring();
    expect(await host.takeEvent('gone')).toEqual({ type: 'gone', seat: bo.seat, reason: 'lost' });
    const rows = await meeting.rows('seats');
    expect(rows.map(({ json }) => JSON.parse(String(json)).stage).sort()).toEqual([
      'lobby',
      'member',
    ]);
  });

  test('of the host: hosting passes on, and returns with the creator’s token', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    host.lose();
    await bo.takeEvent('person', ({ person }) => person.awaySince !== null);
    await passTime(meeting, limits.seatGraceMs);
    await meeting.ring();
    await bo.takeEvent('gone', ({ seat }) => seat === host.seat);
    await bo.takeEvent('person', ({ person }) => person.seat === bo.seat && person.role === 'host');
    const back = await meeting.joinAsHost();
    expect(back.joined.people.map(({ role }) => role)).toEqual(['host', 'host']);
  });

  test('is kept when its owner comes back in time', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await passTime(meeting, limits.seatGraceMs - 1);
    const back = await meeting.join('Bo', again(bo));
    await passTime(meeting, limits.seatGraceMs);
    await meeting.ring();
    expect(await back.command({ type: 'hand', raised: true })).toBe('done');
  });

  test('closes its PeerJS socket when it is given up, which may have outlived the room’s', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const bo = await meeting.join('Bo');
    const [hostPeer, boPeer] = [await openPeer(host.welcome), await openPeer(bo.welcome)];
    bo.lose();
    await host.takeEvent('person', ({ person }) => person.awaySince !== null);
    await passTime(meeting, limits.seatGraceMs);
    await meeting.ring();
    expect(await hostPeer.take('LEAVE')).toMatchObject({ src: boPeer.id, dst: hostPeer.id });
    await boPeer.closed;
  });
});

describe('a silent socket', () => {
  test('is found by the alarm and closed, and its owner shown away', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    await passTime(meeting, limits.silentDeathMs, 'silent');
    const bo = await meeting.join('Bo');
    await meeting.ring();
    expect(await host.closedWith()).toEqual({ code: 4408, error: 'silent-too-long' });
    await bo.takeEvent(
      'person',
      ({ person }) => person.seat === host.seat && person.awaySince !== null,
    );
  });

  test('that pinged in time stays', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    await passTime(meeting, limits.silentDeathMs, 'pinging');
    await meeting.ring();
    expect(await host.command({ type: 'hand', raised: true })).toBe('done');
  });

  test('on a pre-join screen takes its seat along', async () => {
    const meeting = await newMeeting();
    const visitor = await meeting.visit();
    await passTime(meeting, limits.silentDeathMs, 'silent');
    await meeting.ring();
    expect((await visitor.closedWith()).error).toBe('silent-too-long');
    expect(await meeting.rows('seats')).toEqual([]);
  });

  test('that never said hello is closed, however often it pings', async () => {
    const meeting = await newMeeting();
    const stranger = await meeting.connect();
    await passTime(meeting, sweepIntervalMs, 'silent');
    await meeting.ring();
    expect((await stranger.closedWith()).error).toBe('silent-too-long');
  });

  test('of PeerJS is closed without a LEAVE: its owner may still be there', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const old = await openPeer(host.welcome);
    await passTime(meeting, limits.silentDeathMs, 'silent');
    const bo = await meeting.join('Bo');
    const boPeer = await openPeer(bo.welcome);
    await meeting.ring();
    await old.closed;
    boPeer.send({ type: 'OFFER', dst: boPeer.id, payload: 'to myself' });
    await boPeer.take('OFFER');
    expect(boPeer.heard()).toEqual(['OFFER']);
  });
});

describe('the one alarm', () => {
  test('looks for dead sockets as long as there are any', async () => {
    const meeting = await newMeeting();
    await meeting.joinAsHost();
    expect(await meeting.alarmAt()).toBe(Date.now() + sweepIntervalMs);
    await passTime(meeting, sweepIntervalMs);
    await meeting.ring();
    expect(await meeting.alarmAt()).toBe(Date.now() + sweepIntervalMs);
  });

  test('comes closer for whatever is due first', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const peer = await openPeer(host.welcome);
    peer.send({ type: 'OFFER', dst: 'a1b2c3d4e5f6-1', payload: 1 });
    await meeting.until(async () => (await meeting.alarmAt()) === Date.now() + 5_000);
    await passTime(meeting, 5_000);
    await meeting.ring();
    await peer.take('EXPIRE');
    expect(await meeting.alarmAt()).toBe(Date.now() + sweepIntervalMs);
  });

  test('stands at the end of the last seat’s time when all sockets are gone', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const lostAt = Date.now();
    host.lose();
    await meeting.until(async () =>
      String((await meeting.rows('seats'))[0]?.json).includes(`"awaySince":${lostAt}`),
    );
    await passTime(meeting, sweepIntervalMs);
    await meeting.ring();
    expect(await meeting.alarmAt()).toBe(lostAt + limits.seatGraceMs);
  });

  test('has forgotten what was commanded long ago', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    await host.command({ type: 'hand', raised: true });
    await passTime(meeting, 15 * 60_000);
    await meeting.ring();
    expect(await meeting.rows('commands')).toHaveLength(1);
    await passTime(meeting, 1);
    await meeting.ring();
    expect(await meeting.rows('commands')).toEqual([]);
  });
});

describe('an empty room', () => {
  test('is erased after its lifetime, and its id stays used', async () => {
    const meeting = await newMeeting();
    expect(await meeting.alarmAt()).toBe(Date.now() + emptyRoomLifetimeMs);
    await passTime(meeting, emptyRoomLifetimeMs);
    await meeting.ring();
    expect(await meeting.rows('meeting')).toEqual([]);
    expect(await meeting.stub.view(null)).toEqual({ ok: false, code: 'meeting-ended' });
  });

  test('begins to age when the last seat is given up', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    await passTime(meeting, 1_000);
    host.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await host.closed;
    await meeting.ring();
    expect(await meeting.alarmAt()).toBe(Date.now() + emptyRoomLifetimeMs);
  });

  test('lives on when somebody comes just in time', async () => {
    const meeting = await newMeeting();
    await passTime(meeting, emptyRoomLifetimeMs - 1);
    const bo = await meeting.join('Bo');
    await passTime(meeting, 1);
    await meeting.ring();
    expect(await bo.command({ type: 'hand', raised: true })).toBe('done');
  });
});

test('the creator’s token expires', async () => {
  const meeting = await newMeeting();
  await passTime(meeting, 30 * 24 * 3_600_000 - 1);
  const last = await meeting.joinAsHost();
  expect(last.joined.people).toMatchObject([{ role: 'host' }]);
  await passTime(meeting, 1);
  const late = await meeting.join('Late', { hostToken: meeting.hostToken });
  expect(late.joined.people.map(({ role }) => role)).toEqual(['host', 'participant']);
  expect(await meeting.stub.end(meeting.hostToken)).toEqual({ ok: false, code: 'bad-token' });
  expect(await meeting.stub.end(random.secret())).toEqual({ ok: false, code: 'bad-token' });
});
