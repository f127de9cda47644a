import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newMeeting, passTime, random, stopClock } from '../support/meeting.ts';
import { ask, expectRefusal, joinOverRest, view } from '../support/rest.ts';

beforeEach(stopClock);
afterEach(() => {
  vi.useRealTimers();
});

describe('reading a meeting', () => {
  test('tells anybody with its id what they may know before joining', async () => {
    const meeting = await newMeeting({ name: 'Monday' });
    await meeting.joinAsHost();
    const seen = await view(meeting.id);
    expect(seen).toMatchObject({ id: meeting.id, people: 1, settings: { name: 'Monday' } });
    expect(seen).not.toHaveProperty('participants');
  });

  test('tells its creator and its members who is in it, but not those who wait', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost('Ada');
    const { bearer } = await joinOverRest(meeting.id, 'Bo');
    await host.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const knocker = await joinOverRest(meeting.id, 'Kit');
    expect(knocker.status).toBe('waiting');
    for (const token of [meeting.hostToken, bearer.token]) {
      const { participants } = await view(meeting.id, token);
      expect(participants?.map(({ name }) => name)).toEqual(['Ada', 'Bo']);
    }
    expect(await view(meeting.id, knocker.bearer.token)).not.toHaveProperty('participants');
  });

  test('reads the id as people write it', async () => {
    const meeting = await newMeeting();
    const spoken = meeting.id.toUpperCase().replaceAll('-', '');
    expect((await view(spoken)).id).toBe(meeting.id);
  });

  test.each([
    ['one that nobody created', () => random.meetingId()],
    ['one that is none', () => 'hello'],
    ['one with a path in it', () => '..%2f..%2fhealthz'],
  ])('answers for %s that there is none', async (_, id) => {
    await expectRefusal(await ask(`/api/meetings/${id()}`, { method: 'GET' }), 'no-such-meeting');
  });

  test.each([
    ['a wrong token', `Bearer ${random.secret()}`],
    ['another scheme', 'Basic YTpi'],
    ['a token without its scheme', random.secret()],
  ])('refuses %s rather than forget it', async (_, authorization) => {
    const meeting = await newMeeting();
    const path = `/api/meetings/${meeting.id}`;
    await expectRefusal(
      await ask(path, { method: 'GET', headers: { authorization } }),
      'bad-token',
    );
  });
});

describe('joining over REST', () => {
  test('takes a seat whose socket may come later, and keeps role and time', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const joined = await joinOverRest(meeting.id, 'Ada', meeting.hostToken);
    const { person } = await bo.takeEvent('person', (event) => event.person.awaySince !== null);
    expect(person).toMatchObject({ name: 'Ada', role: 'host' });
    await passTime(meeting, 10_000);
    const page = await meeting.join('Ada', { seat: joined.seat });
    expect(page.joined.people.find(({ seat }) => seat === joined.seat.id)).toMatchObject({
      role: 'host',
      joinedAt: person.joinedAt,
      awaySince: null,
    });
  });

  test('gives the seat up when no socket comes', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const { seat } = await joinOverRest(meeting.id, 'Ada');
    await passTime(meeting, 90_000);
    await meeting.ring();
    expect(await bo.takeEvent('gone')).toEqual({ type: 'gone', seat: seat.id, reason: 'lost' });
  });

  test('waits where people wait, and is admitted like anybody', async () => {
    const meeting = await newMeeting({ waitingRoom: true });
    const host = await meeting.joinAsHost();
    const { status, seat } = await joinOverRest(meeting.id, 'Kit');
    expect(status).toBe('waiting');
    const page = await meeting.visit({ seat });
    expect(await host.command({ type: 'admit', seat: seat.id })).toBe('done');
    expect((await page.join('Kit')).you).toBe(seat.id);
  });

  test.each([
    ['without a name', {}],
    ['with an empty name', { name: ' ' }],
    ['with a name that is too long', { name: 'x'.repeat(61) }],
  ])('is refused %s', async (_, body) => {
    const meeting = await newMeeting();
    await expectRefusal(await ask(`/api/meetings/${meeting.id}/join`, { body }), 'bad-message');
  });

  test('is refused with a wrong token and in a full room', async () => {
    const meeting = await newMeeting();
    await meeting.joinAsHost();
    const join = (token?: string) =>
      ask(`/api/meetings/${meeting.id}/join`, { body: { name: 'Bo' }, ...(token && { token }) });
    await expectRefusal(await join(random.secret()), 'bad-token');
    for (const name of ['b', 'c', 'd', 'e']) await joinOverRest(meeting.id, name);
    await expectRefusal(await join(), 'room-full');
    expect(await meeting.rows('seats')).toHaveLength(5);
  });
});

describe('leaving over REST', () => {
  test('gives the seat up, and its token with it', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const { seat, bearer } = await joinOverRest(meeting.id, 'Ada');
    const path = `/api/meetings/${meeting.id}/leave`;
    const answer = await ask(path, { token: bearer.token });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(await bo.takeEvent('gone')).toEqual({ type: 'gone', seat: seat.id, reason: 'left' });
    await expectRefusal(await ask(path, { token: bearer.token }), 'bad-token');
  });

  test('is for the one whose seat it is', async () => {
    const meeting = await newMeeting();
    await meeting.joinAsHost();
    const path = `/api/meetings/${meeting.id}/leave`;
    await expectRefusal(await ask(path), 'bad-token');
    await expectRefusal(await ask(path, { token: meeting.hostToken }), 'bad-token');
    await expectRefusal(await ask(path, { token: random.secret() }), 'bad-token');
  });
});

describe('ending over REST', () => {
  test('is for its creator, and final', async () => {
    const meeting = await newMeeting();
    const bo = await meeting.join('Bo');
    const path = `/api/meetings/${meeting.id}/end`;
    expect((await ask(path, { token: meeting.hostToken })).status).toBe(204);
    expect(await bo.closedWith()).toEqual({ code: 4410, error: 'meeting-ended' });
    await expectRefusal(await ask(path, { token: meeting.hostToken }), 'meeting-ended');
    await expectRefusal(
      await ask(`/api/meetings/${meeting.id}`, { method: 'GET' }),
      'meeting-ended',
    );
  });

  test('is for whoever hosts by now', async () => {
    const meeting = await newMeeting();
    const first = await joinOverRest(meeting.id, 'Bo');
    const path = `/api/meetings/${meeting.id}/end`;
    await expectRefusal(await ask(path, { token: first.bearer.token }), 'not-allowed');
    const host = await meeting.joinAsHost();
    host.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await host.closed;
    expect((await ask(path, { token: first.bearer.token })).status).toBe(204);
  });

  test('is for nobody without a token', async () => {
    const meeting = await newMeeting();
    const path = `/api/meetings/${meeting.id}/end`;
    await expectRefusal(await ask(path), 'bad-token');
    await expectRefusal(await ask(path, { token: random.secret() }), 'bad-token');
    expect(await meeting.stub.view(null)).toMatchObject({ ok: true });
  });
});

describe('a token', () => {
  test('of a seat expires after half a day', async () => {
    const meeting = await newMeeting();
    const { seat, bearer } = await joinOverRest(meeting.id, 'Ada');
    await meeting.join('Ada', { seat });
    await passTime(meeting, 12 * 3_600_000 - 1);
    expect(await view(meeting.id, bearer.token)).toHaveProperty('participants');
    await passTime(meeting, 1);
    const path = `/api/meetings/${meeting.id}`;
    await expectRefusal(await ask(path, { method: 'GET', token: bearer.token }), 'bad-token');
  });

  test('of one meeting is none in another', async () => {
    const [here, elsewhere] = [await newMeeting(), await newMeeting()];
    const path = `/api/meetings/${here.id}/end`;
    await expectRefusal(await ask(path, { token: elsewhere.hostToken }), 'bad-token');
  });
});
