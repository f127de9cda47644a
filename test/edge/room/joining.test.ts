import { runInDurableObject } from 'cloudflare:test';
import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type MeetingId, readMeetingId } from '../../../edge/protocol/ids.ts';
import type { ClientMessage } from '../../../edge/protocol/room-messages.ts';
import { again, newMeeting, random, roomOf } from '../support/meeting.ts';
import { openRoom } from '../support/room-client.ts';

describe('joining', () => {
  test('a visitor learns what joining will lead to, and is nobody yet', async () => {
    const meeting = await newMeeting({ name: 'Monday' });
    const host = await meeting.joinAsHost();
    const { welcome } = await meeting.visit();
    expect(welcome.meeting).toMatchObject({
      id: meeting.id,
      people: 1,
      entry: 'open',
      settings: { name: 'Monday' },
    });
    await host.caughtUp();
    expect(host.events.history).toEqual([]);
  });

  test('one message brings everything that a member needs', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost('Ada');
    await host.command({ type: 'chat', text: 'first' });
    const guest = await meeting.join('Bo', {}, ['microphone', 'camera']);
    expect(guest.messages.history.map(({ type }) => type)).toEqual(['welcome', 'joined']);
    expect(guest.joined).toMatchObject({
      you: guest.seat,
      people: [
        { seat: host.seat, name: 'Ada', role: 'host', awaySince: null },
        { seat: guest.seat, name: 'Bo', role: 'participant', publishing: ['microphone', 'camera'] },
      ],
      chat: [{ from: host.seat, name: 'Ada', text: 'first' }],
      transport: { kind: 'mesh', epoch: 1 },
    });
    expect(guest.joined.people[1]?.peer).toBe(guest.welcome.peer.id);
  });

  test('who does not wait for the welcome is served all the same', async () => {
    const meeting = await newMeeting();
    const client = await meeting.connect();
    client.send({ type: 'hello', version: 1, capabilities: [] });
    client.send({ type: 'join', name: 'Hasty', publishing: [] });
    client.send({ type: 'command', id: 'c1', command: { type: 'hand', raised: true } });
    await client.take('done');
    expect(client.messages.history.map(({ type }) => type)).toEqual([
      'welcome',
      'joined',
      'events',
      'done',
    ]);
  });

  test('the others hear of it, numbered after what they know', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const guest = await meeting.join('Bo');
    const { person } = await host.takeEvent('person');
    expect(person).toEqual(guest.joined.people.find(({ seat }) => seat === guest.seat));
    expect(host.events.history.map(({ seq }) => seq)).toEqual([host.joined.seq + 1]);
    expect(guest.joined.seq).toBe(host.joined.seq + 1);
  });

  test('said twice, it is answered twice and happens once', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const guest = await meeting.join('Bo');
    expect(await guest.join('Bo')).toEqual({ ...guest.joined, now: expect.any(Number) });
    await host.caughtUp();
    expect(host.events.history).toHaveLength(1);
  });

  test('the browser that created the meeting is a host, whenever it comes', async () => {
    const meeting = await newMeeting();
    await meeting.join('Early');
    const host = await meeting.joinAsHost('Late');
    expect(host.joined.people.map(({ name, role }) => [name, role])).toEqual([
      ['Early', 'participant'],
      ['Late', 'host'],
    ]);
  });

  test('a token that is not the creator’s makes nobody a host', async () => {
    const meeting = await newMeeting();
    const guest = await meeting.join('Eve', { hostToken: random.secret() });
    expect(guest.joined.people).toMatchObject([{ role: 'participant' }]);
  });

  test('nobody starts with a source that they may not send', async () => {
    const meeting = await newMeeting({ share: 'hosts' });
    const guest = await meeting.join('Bo', {}, ['microphone', 'screen']);
    expect(guest.joined.people).toMatchObject([{ publishing: ['microphone'] }]);
  });
});

describe('being kept out', () => {
  test('there is no meeting at an id that nobody created, and looking leaves nothing behind', async () => {
    const id = random.meetingId();
    const client = await openRoom(id);
    expect(await client.closedWith()).toEqual({ code: 4404, error: 'no-such-meeting' });
    const tables = await runInDurableObject(roomOf(id), (_, state) =>
      state.storage.sql
        .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
        .toArray(),
    );
    expect(tables).toEqual([]);
  });

  test('an id is read as people write it', async () => {
    const meeting = await newMeeting();
    const spoken = meeting.id.toUpperCase().replaceAll('-', '');
    expect(readMeetingId(spoken)).toBe(meeting.id);
    const client = await openRoom(spoken as MeetingId);
    expect((await client.hello()).meeting.id).toBe(meeting.id);
  });

  test('a sixth is told that the room is full, and gets in when somebody has left', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const guests = [];
    for (const name of ['Bo', 'Cy', 'Di', 'Ed']) guests.push(await meeting.join(name));
    const sixth = await meeting.visit();
    expect(sixth.welcome.meeting.entry).toBe('full');
    sixth.send({ type: 'join', name: 'Flo', publishing: [] });
    expect(await sixth.closedWith()).toEqual({ code: 4423, error: 'room-full' });
    expect(await meeting.rows('seats')).toHaveLength(5);
    guests[0]?.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await host.takeEvent('gone');
    const { joined } = await meeting.join('Flo', again(sixth));
    expect(joined.people).toHaveLength(5);
  });

  test('at a locked meeting all knock but its creator', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    expect(await host.command({ type: 'change-settings', settings: { locked: true } })).toBe(
      'done',
    );
    const guest = await meeting.visit();
    expect(guest.welcome.meeting.entry).toBe('knock');
    guest.send({ type: 'join', name: 'Bo', publishing: [] });
    expect(await guest.take('waiting')).toEqual({ type: 'waiting', isHostHere: true });
    const creator = await meeting.join('Also me', { hostToken: meeting.hostToken });
    const members = creator.joined.people.filter(({ role }) => role !== 'waiting');
    expect(members).toHaveLength(2);
  });

  test('a member’s reload passes the lock', async () => {
    const meeting = await newMeeting();
    const host = await meeting.joinAsHost();
    const guest = await meeting.join('Bo');
    await host.command({ type: 'change-settings', settings: { locked: true, waitingRoom: true } });
    guest.lose();
    const back = await meeting.join('Bo', again(guest));
    expect(back.seat).toBe(guest.seat);
  });

  test('a client that is too old is told so', async () => {
    const meeting = await newMeeting();
    const client = await meeting.connect();
    client.send({ type: 'hello', version: 0, capabilities: [] });
    expect(await client.closedWith()).toEqual({ code: 4426, error: 'unsupported-version' });
  });

  test('a newer client is answered in our version', async () => {
    const meeting = await newMeeting();
    const client = await meeting.connect();
    expect((await client.hello({ version: 7, capabilities: ['telepathy'] })).version).toBe(1);
  });

  test('a seat opens to its own secret only', async () => {
    const meeting = await newMeeting();
    const guest = await meeting.join('Bo');
    const thief = await meeting.connect();
    thief.send({
      type: 'hello',
      version: 1,
      capabilities: [],
      seat: { id: guest.seat, secret: random.secret() },
    });
    expect(await thief.closedWith()).toEqual({ code: 4401, error: 'bad-token' });
    expect(await guest.command({ type: 'hand', raised: true })).toBe('done');
  });

  test('a seat of another room is unknown here, and its browser gets a new one', async () => {
    const [here, elsewhere] = [await newMeeting(), await newMeeting()];
    const stranger = await elsewhere.join('Bo');
    const visitor = await here.visit(again(stranger, stranger.joined.seq));
    expect(visitor.seat).not.toBe(stranger.seat);
  });
});

describe('before the hello', () => {
  test.each<v.InferInput<typeof ClientMessage>>([
    { type: 'join', name: 'Bo', publishing: [] },
    { type: 'command', id: 'c1', command: { type: 'end' } },
    { type: 'want', wants: [] },
    { type: 'refresh-ice' },
  ])('$type is refused', async (message) => {
    const meeting = await newMeeting();
    const client = await meeting.connect();
    client.send(message);
    const { error } = await client.take('refused');
    expect(error.code).toBe('not-joined');
  });

  test('a second hello is refused and changes nothing', async () => {
    const meeting = await newMeeting();
    const visitor = await meeting.visit();
    visitor.send({ type: 'hello', version: 1, capabilities: [] });
    expect((await visitor.take('refused')).error.code).toBe('bad-message');
    const { people } = await visitor.join('Bo');
    expect(people).toMatchObject([{ seat: visitor.seat }]);
  });
});
