import { describe, expect, it } from 'vitest';
import type { CommandType } from '../../edge/protocol/commands.ts';
import type { MeetingId, PeerId, SeatId, Secret } from '../../edge/protocol/ids.ts';
import {
  createMeeting,
  type HelloOptions,
  joinRoom,
  openRoom,
  type RoomClient,
} from '../support/room-client.ts';
import { verdictOf } from './hostile-scene.ts';
import { hostileSuite } from './hostile-suite.ts';
import { commandSamples } from './room-samples.ts';

const suite = hostileSuite('fresh');
const invented = 'AAAAAAAAAAAAAAAAAAAAAAAA' as Secret;
const nobody = 'zzzzzzzzzzzz' as SeatId;

const open = () => openRoom(suite.scene.origin, suite.scene.meeting);
const intrude = () => joinRoom(suite.scene.origin, suite.scene.meeting, 'Mallory');

async function ask(client: RoomClient, type: CommandType, seat: SeatId): Promise<unknown> {
  client.sendRaw(
    JSON.stringify({ type: 'command', id: `ask-${type}`, command: commandSamples(seat)[type] }),
  );
  const answer = await client.messages.take(
    `an answer to ${type}`,
    (message) => message.type === 'done' || message.type === 'refused',
  );
  return answer.type === 'refused' ? answer.error.code : answer.type;
}

const hostingCommands = [
  'admit',
  'admit-all',
  'refuse',
  'mute',
  'mute-all',
  'set-rights',
  'stop-share',
  'remove',
  'set-role',
  'change-settings',
  'end',
] as const satisfies readonly CommandType[];

describe('commands by those who may not', () => {
  it.for(hostingCommands)('%s by a participant is refused and tells nobody', async (type) => {
    const { host, guest } = suite.scene;
    const { client } = await intrude();
    expect(await ask(client, type, guest.joined.you)).toBe('not-allowed');
    expect(await ask(client, 'hand', guest.joined.you)).toBe('done');
    await host.client.takeEvent('person', ({ person }) => person.handRaisedAt !== null);
    const events = host.client.events.history.map(({ event }) => event.type);
    expect(events.filter((event) => event !== 'person')).toEqual([]);
    client.close();
  });

  it('a co-host cannot end the meeting, nor touch the host', async () => {
    const { host } = suite.scene;
    const { client, joined } = await intrude();
    await host.client.command({ type: 'set-role', seat: joined.you, role: 'cohost' });
    for (const type of ['end', 'remove', 'set-role', 'set-rights'] as const) {
      expect(await ask(client, type, host.joined.you), type).toBe('not-allowed');
    }
    client.close();
  });

  it.for(['admit', 'refuse', 'mute', 'set-rights', 'stop-share', 'remove', 'set-role'] as const)(
    '%s by the host for nobody there is refused',
    async (type) => {
      expect(await ask(suite.scene.host.client, type, nobody)).toBe('no-such-seat');
    },
  );

  it.for(['mute', 'remove', 'set-role'] as const)(
    "%s by the host for another room's person is refused",
    async (type) => {
      const { host, elsewhere } = suite.scene;
      expect(await ask(host.client, type, elsewhere.member.joined.you)).toBe('no-such-seat');
    },
  );

  it('nobody publishes what a host has forbidden them', async () => {
    const { host, guest } = suite.scene;
    await host.client.command({
      type: 'set-rights',
      seat: guest.joined.you,
      rights: { show: false },
    });
    expect(await ask(guest.client, 'publish', guest.joined.you)).toBe('not-allowed');
  });

  it('somebody who waits can do nothing but wait', async () => {
    const { host, guest } = suite.scene;
    await host.client.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const client = await open();
    await client.hello();
    client.send({ type: 'join', name: 'Knock', publishing: [] });
    await client.take('waiting');
    for (const type of ['chat', 'publish', 'hand', 'admit-all', 'end'] as const) {
      expect(await ask(client, type, guest.joined.you), type).toBe('not-joined');
    }
    client.send({
      type: 'signal',
      to: guest.joined.you,
      signal: { kind: 'restart-please', connection: 'mc_1' },
    });
    await client.command({ type: 'chat', text: 'after' });
    await suite.scene.expectUnharmed();
    expect(guest.client.messages.history.map(({ type }) => type)).not.toContain('signal');
    client.close();
  });
});

describe("other people's seats", () => {
  async function hello(options: HelloOptions): Promise<RoomClient> {
    const client = await open();
    client.sendRaw(JSON.stringify({ type: 'hello', version: 1, capabilities: [], ...options }));
    return client;
  }

  it('a seat with a wrong secret is refused', async () => {
    const client = await hello({ seat: { id: suite.scene.guest.joined.you, secret: invented } });
    expect(await verdictOf(client)).toEqual({ code: 'bad-token', closed: true });
  });

  it.for(['with a wrong secret', 'with the secret of another seat'])(
    'a forged resume %s is refused, and its owner stays',
    async (how) => {
      const { host, guest } = suite.scene;
      const { id } = guest.welcome.seat;
      const secret = how === 'with a wrong secret' ? invented : host.welcome.seat.secret;
      const resume = { peer: guest.welcome.peer.id, since: 0 };
      const client = await hello({ seat: { id, secret }, resume });
      expect(await verdictOf(client)).toEqual({ code: 'bad-token', closed: true });
      expect(guest.client.isOpen).toBe(true);
    },
  );

  it("a resume with one's own seat and another's peer gets neither", async () => {
    const { host } = suite.scene;
    const { client: own, welcome } = await intrude();
    const client = await hello({
      seat: welcome.seat,
      resume: { peer: host.welcome.peer.id, since: 0 },
    });
    expect((await verdictOf(client)).closed).toBe(true);
    expect(client.messages.history.map(({ type }) => type)).toEqual(['closing']);
    expect(own.isOpen).toBe(true);
    own.close();
  });

  it('a resume from the future gets the present', async () => {
    const { welcome, client: before } = await intrude();
    const client = await hello({
      seat: welcome.seat,
      resume: { peer: welcome.peer.id, since: 2 ** 40 },
    });
    await client.take('resumed');
    const { you, people } = await client.take('joined');
    expect(you).toBe(welcome.seat.id);
    expect(people).toHaveLength(3);
    before.close();
    client.close();
  });

  it('a resume as a peer that never was is refused', async () => {
    const { welcome, client: own } = await intrude();
    const peer = `${welcome.seat.id}-99` as PeerId;
    const client = await hello({ seat: welcome.seat, resume: { peer, since: 0 } });
    expect((await verdictOf(client)).closed).toBe(true);
    own.close();
  });

  it('a seat of another room is worth nothing here', async () => {
    const { member } = suite.elsewhere;
    const client = await hello({
      seat: member.welcome.seat,
      resume: { peer: member.welcome.peer.id, since: 0 },
    });
    const { seat } = await client.take('welcome');
    expect(seat.id).not.toBe(member.welcome.seat.id);
    client.close();
  });

  it('the host token of another room makes nobody a host', async () => {
    const { client, joined } = await joinRoom(suite.scene.origin, suite.scene.meeting, 'Mallory', {
      hostToken: suite.elsewhere.created.host.token,
    });
    const self = joined.people.find(({ seat }) => seat === joined.you);
    expect(self?.role).toBe('participant');
    client.close();
  });

  it('whoever was removed cannot resume, and has to knock', async () => {
    const { host } = suite.scene;
    const { client, welcome } = await intrude();
    await host.client.command({ type: 'remove', seat: welcome.seat.id });
    await client.take('closing');
    const { seat } = welcome;
    const resuming = await hello({ seat, resume: { peer: welcome.peer.id, since: 0 } });
    expect(await verdictOf(resuming)).toEqual({ code: 'removed', closed: true });

    const back = await hello({ seat });
    expect((await back.take('welcome')).meeting.entry).toBe('knock');
    back.send({ type: 'join', name: 'Mallory', publishing: [] });
    await back.take('waiting');
    back.close();
  });
});

describe('rooms that are not there', () => {
  it.for(['x', '..', '%00', '0000-0000-0000-0000-000', "'; DROP TABLE meetings; --"])(
    'an address with %s instead of an id opens no socket',
    async (id) => {
      const opening = openRoom(suite.scene.origin, encodeURIComponent(id) as never);
      await expect(opening).rejects.toThrow();
    },
  );

  it('sockets of rooms that never were, or are over, say so and close', async () => {
    const { origin } = suite.scene;
    const { id: ended, host } = await createMeeting(origin);
    const { client } = await joinRoom(origin, ended, 'Host', { hostToken: host.token });
    client.send({ type: 'command', id: 'end', command: { type: 'end' } });
    expect(await verdictOf(client)).toEqual({ code: 'meeting-ended', closed: true });

    const unknown = ['0000-0000-0000-0000-0000', 'ffff-ffff-ffff-ffff-fffg'] as MeetingId[];
    const verdicts = [ended, ...unknown].map(async (id) => verdictOf(await openRoom(origin, id)));
    expect(await Promise.all(verdicts)).toEqual([
      { code: 'meeting-ended', closed: true },
      { code: 'no-such-meeting', closed: true },
      { code: 'no-such-meeting', closed: true },
    ]);
  });
});
