import { beforeEach, describe, expect, test } from 'vitest';
import { type Call, createCall } from '../../../pwa/call/call.ts';
import { settled } from './fakes/clock.ts';
import { fakeTrack } from './fakes/media.ts';
import { createFakePorts } from './fakes/ports.ts';
import {
  ada,
  bob,
  chat,
  closing,
  events,
  joined,
  meeting,
  person,
  resumed,
  seatId,
  secret,
  welcome,
  you,
} from './fakes/room.ts';

let fakes: ReturnType<typeof createFakePorts>;
let call: Call;

beforeEach(() => {
  fakes = createFakePorts();
  call = createCall(fakes.ports);
});

const line = () => fakes.sockets.latest();
const mesh = () => fakes.transports.latest();

async function enterLobby(): Promise<void> {
  line().open();
  line().receive(welcome());
  await settled();
}

async function goLive(): Promise<void> {
  await enterLobby();
  call.join('Me');
  line().receive(joined());
}

function reconnect(...messages: Parameters<ReturnType<typeof line>['receive']>): void {
  line().drop();
  fakes.clock.advance(1_000);
  line().open();
  line().receive(...messages);
}

/** Nothing that could wake up, send, capture or be called back is left. */
function expectNothingLeft(): void {
  expect(fakes.clock.timers()).toBe(0);
  expect(fakes.lifecycle.listeners()).toBe(0);
  expect(fakes.sockets.all.every(({ closed }) => closed)).toBe(true);
  expect(fakes.transports.all.every(({ calls }) => calls.at(-1)?.[0] === 'close')).toBe(true);
  expect(fakes.local.closed).toBe(true);
  expect(fakes.local.watched).toBe(false);
  const sent = fakes.sockets.all.map(({ frames }) => frames.length);
  const asked = fakes.transports.all.map(({ calls }) => calls.length);
  fakes.local.on('camera');
  fakes.lifecycle.wake();
  fakes.clock.advance(600_000);
  expect(fakes.sockets.all.map(({ frames }) => frames.length)).toEqual(sent);
  expect(fakes.transports.all.map(({ calls }) => calls.length)).toEqual(asked);
}

describe('a page', () => {
  test('says hello as a stranger, and as a seat when it is loaded again', async () => {
    line().open();
    const [first] = line().sent('hello');
    expect(first).toMatchObject({ type: 'hello', version: 1 });
    expect(first).not.toHaveProperty('seat');
    line().receive(welcome());
    call.close();
    const again = createFakePorts();
    createCall({ ...again.ports, seats: fakes.seats });
    again.sockets.latest().open();
    const [second] = again.sockets.latest().sent('hello');
    expect(second?.seat).toEqual(welcome().seat);
    expect(second).not.toHaveProperty('resume');
  });

  test('proves that it made the meeting', () => {
    fakes.seats.remember(meeting, { hostToken: secret('host') });
    line().open();
    expect(line().sent('hello')[0]?.hostToken).toBe(secret('host'));
  });

  test.each([true, false])('says whether it can follow to a media server: %s', (canEncrypt) => {
    const { ports, sockets } = createFakePorts();
    createCall({ ...ports, transports: { ...ports.transports, canEncrypt } });
    sockets.latest().open();
    const said = sockets.latest().sent('hello')[0]?.capabilities;
    expect(said?.includes('sfu')).toBe(canEncrypt);
  });

  test('that lost its socket asks for what it missed', async () => {
    await goLive();
    line().receive(events(11, chat('hi')));
    reconnect();
    expect(line().sent('hello')[0]).toMatchObject({
      seat: welcome().seat,
      resume: { peer: welcome().peer.id, since: 11 },
    });
  });
});

test('somebody who knocks keeps their place over a lost socket, and may have been admitted', async () => {
  await enterLobby();
  call.join('Me');
  line().receive({ type: 'waiting' });
  reconnect(resumed, joined());
  expect(line().sent('hello')[0]?.resume).toEqual({ peer: welcome().peer.id, since: 0 });
  expect(line().sent('join')).toEqual([]);
  expect(call.state.value.phase).toBe('live');
});

test('a click whose answer was lost says hello as a page that is not in yet', async () => {
  await enterLobby();
  call.join('Me');
  reconnect();
  expect(line().sent('hello')[0]).not.toHaveProperty('resume');
});

test('a member keeps the seat although the browser has forgotten it', async () => {
  await goLive();
  fakes.seats.forgetTokens(meeting);
  reconnect();
  expect(line().sent('hello')[0]?.seat).toEqual(welcome().seat);
});

describe('from the lobby to the room', () => {
  test('the transport is warm, with its tracks, before the click', async () => {
    fakes.local.on('camera');
    await enterLobby();
    expect(mesh().options).toMatchObject({ meeting, ticket: welcome().peer.ticket });
    expect(mesh().options.port.self).toEqual({ seat: you, peer: welcome().peer.id });
    expect(mesh().named('publish')).toHaveLength(1);
    expect(mesh().named('setPeople')).toEqual([]);
    expect(line().sent('join')).toEqual([]);
  });

  test('the click says who comes and with what, and the answer opens the room', async () => {
    fakes.local.on('microphone');
    await goLive();
    expect(line().sent('join')).toEqual([{ type: 'join', name: 'Me', publishing: ['microphone'] }]);
    expect(call.state.value).toMatchObject({ phase: 'live', name: 'Me', room: { seq: 10 } });
    expect(mesh().named('setPeople')).toHaveLength(1);
  });

  test('a name of nothing but blanks is refused before it is sent', async () => {
    await enterLobby();
    expect(() => call.join('  \u0000 ')).toThrow();
    expect(line().sent('join')).toEqual([]);
  });
});

describe('what we send', () => {
  test('is published, replaced and taken back as the devices change', async () => {
    await goLive();
    fakes.local.on('camera', fakeTrack('one'));
    fakes.local.on('camera', fakeTrack('two'));
    fakes.local.turnOff('camera');
    expect(mesh().calls.filter(([name]) => name !== 'setPeople')).toEqual([
      ['publish', 'camera', { id: 'one' }],
      ['publish', 'camera', { id: 'two' }],
      ['unpublish', 'camera'],
    ]);
  });

  test('is told to the room in one message at a time, the last state last', async () => {
    await goLive();
    fakes.local.on('camera');
    fakes.local.on('microphone');
    fakes.local.turnOff('camera');
    const [first, ...others] = line().commands('publish');
    expect(first?.command).toMatchObject({ sources: ['camera'] });
    expect(others).toEqual([]);
    if (first) line().receive({ type: 'done', id: first.id });
    await settled();
    expect(line().commands('publish').at(-1)?.command).toMatchObject({ sources: ['microphone'] });
  });

  test('stops, with a notice, when a host says so', async () => {
    fakes.local.on('microphone');
    fakes.local.on('screen');
    fakes.local.on('screen-audio');
    await goLive();
    line().receive(
      events(
        11,
        { type: 'silence', sources: ['microphone'], by: 'Ada' },
        { type: 'silence', sources: ['screen', 'screen-audio'], by: 'Ada' },
      ),
    );
    expect(fakes.local.isOn('microphone')).toBe(false);
    expect(fakes.local.isOn('screen')).toBe(false);
    expect(mesh().named('unpublish')).toHaveLength(3);
    expect(call.notices.value).toEqual([
      { kind: 'silenced', sources: ['microphone'], by: 'Ada' },
      { kind: 'silenced', sources: ['screen', 'screen-audio'], by: 'Ada' },
    ]);
    const [notice] = call.notices.value;
    if (notice) call.dismissNotice(notice);
    expect(call.notices.value).toHaveLength(1);
  });

  test('never reaches the transport without the right to it', async () => {
    const rights = { speak: false, show: true, share: true };
    await enterLobby();
    call.join('Me');
    line().receive(joined({ people: [person(you, { rights }), person(ada)] }));
    fakes.local.on('microphone');
    expect(mesh().named('publish')).toEqual([]);
    expect(fakes.local.isOn('microphone')).toBe(false);
    expect(call.notices.value).toEqual([{ kind: 'withdrawn', sources: ['microphone'] }]);
  });
});

test('a device that will not turn off is not published against the rules all the same', async () => {
  fakes.local.turnOff = () => {};
  fakes.local.on('camera');
  await goLive();
  const rights = { speak: true, show: false, share: true };
  line().receive(events(11, { type: 'person', person: person(you, { rights }) }));
  expect(mesh().named('unpublish')).toEqual([['unpublish', 'camera']]);
});

describe('what we see and hear', () => {
  test('is what the transport brings of members, by their rights', async () => {
    await goLive();
    const { events: told } = mesh().options;
    told.track(ada, 'camera', fakeTrack('ada'));
    told.track(bob, 'camera', fakeTrack('bob'));
    told.path(ada, 'direct');
    told.loudness(new Map([ada, bob].map((seat) => [seat, 0.7])));
    expect([...call.remote.value]).toEqual([
      [ada, { path: 'direct', tracks: { camera: { id: 'ada' } } }],
    ]);
    expect([...call.loudness.value]).toEqual([[ada, 0.7]]);

    const rights = { speak: false, show: false, share: true };
    line().receive(events(11, { type: 'person', person: person(ada, { rights }) }));
    expect(call.remote.value.get(ada)?.tracks).toEqual({});
    expect(call.loudness.value.size).toBe(0);
  });

  test('of a newcomer may arrive before the news of them', async () => {
    await goLive();
    mesh().options.events.track(bob, 'camera', fakeTrack('bob'));
    expect(call.remote.value.has(bob)).toBe(false);
    line().receive(events(11, { type: 'person', person: person(bob) }));
    expect(call.remote.value.get(bob)?.tracks.camera).toEqual({ id: 'bob' });
  });

  test('of somebody who has gone does not come back with them', async () => {
    await goLive();
    mesh().options.events.track(ada, 'camera', fakeTrack('old'));
    line().receive(events(11, { type: 'gone', seat: ada, reason: 'removed' }));
    line().receive(events(12, { type: 'person', person: person(ada) }));
    expect(call.remote.value.has(ada)).toBe(false);
  });

  test('stays while the socket is away', async () => {
    await goLive();
    mesh().options.events.track(ada, 'camera', fakeTrack('ada'));
    line().drop();
    expect(call.state.value.phase).toBe('reconnecting');
    expect(call.remote.value.get(ada)?.tracks.camera).toEqual({ id: 'ada' });
  });
});

describe('a reconnect', () => {
  test('keeps the transport, and brings what was missed', async () => {
    await goLive();
    reconnect(resumed, events(11, chat('missed')));
    expect(call.state.value).toMatchObject({ phase: 'live', room: { chat: [{ text: 'missed' }] } });
    expect(fakes.transports.all).toHaveLength(1);
    expect(mesh().named('recover')).toHaveLength(1);
  });

  test('after too long an absence joins again as a new page', async () => {
    fakes.local.on('camera');
    await goLive();
    mesh().options.events.track(ada, 'camera', fakeTrack('ended'));
    mesh().options.events.loudness(new Map([[ada, 0.7]]));
    reconnect(welcome({ incarnation: 2 }), joined());
    expect(call.remote.value.size).toBe(0);
    expect(call.loudness.value.size).toBe(0);
    await settled();
    expect(line().sent('join')).toEqual([{ type: 'join', name: 'Me', publishing: ['camera'] }]);
    expect(fakes.transports.all).toHaveLength(2);
    expect(fakes.transports.all[0]?.calls.at(-1)).toEqual(['close']);
    expect(mesh().options.port.self.peer).toBe(`${you}-2`);
    expect(mesh().calls.map(([name]) => name)).toEqual(['publish', 'setPeople']);
  });

  test('says again what is wanted', async () => {
    const wants = [{ seat: ada, source: 'camera', height: 180 }] as const;
    await goLive();
    call.want(wants);
    expect(mesh().named('want')).toEqual([['want', wants]]);
    mesh().options.port.sendWants(wants);
    reconnect(resumed);
    expect(line().sent('want')).toEqual([{ type: 'want', wants }]);
  });

  test('is tried at once when the machine wakes up, and the links are looked after', async () => {
    await goLive();
    fakes.lifecycle.wake();
    expect(line().pings()).toBe(1);
    expect(mesh().named('recover')).toHaveLength(1);
  });
});

describe('a command', () => {
  test('that is refused rejects, and leaves it to who sent it to say so', async () => {
    await goLive();
    const answer = call.send({ type: 'mute-all' });
    const [sent] = line().commands('mute-all');
    const error = { code: 'not-allowed', message: '' } as const;
    if (sent) line().receive({ type: 'refused', id: sent.id, error });
    await expect(answer).rejects.toMatchObject({ code: 'not-allowed' });
    expect(call.notices.value).toEqual([]);
  });
});

test('a transport that needs ICE servers gets fresh ones from the room', async () => {
  await enterLobby();
  const soon = { servers: [], expiresAt: fakes.clock.now() + 1_000 };
  const later = { servers: [], expiresAt: fakes.clock.now() + 3_600_000 };
  line().receive({ type: 'ice', ice: soon });
  const servers = mesh().options.port.iceServers();
  await settled();
  expect(line().sent('refresh-ice')).toHaveLength(1);
  line().receive({ type: 'ice', ice: later });
  await expect(servers).resolves.toEqual(later);
});

test('whoever is about to have the call moved has what it takes before', async () => {
  await goLive();
  expect(fakes.preloads()).toBe(0);
  call.prepareMove();
  expect(fakes.preloads()).toBe(1);
});

describe('a mesh that is too much', () => {
  async function goLiveWith(capabilities: string[], changes: Parameters<typeof joined>[0] = {}) {
    line().open();
    line().receive({ ...welcome(), capabilities });
    await settled();
    call.join('Me');
    line().receive(joined(changes));
    call.tellTooMuch([]);
  }

  test('is reported under its epoch to a room that has something better', async () => {
    await goLiveWith(['mesh', 'sfu'], { transport: { kind: 'mesh', epoch: 7 } });
    expect(line().sent('mesh-too-much')).toEqual([{ type: 'mesh-too-much', epoch: 7 }]);
  });

  test('names those whom it leads to in vain', async () => {
    await goLiveWith(['mesh', 'sfu']);
    call.tellTooMuch([seatId('b')]);
    expect(line().sent('mesh-too-much').at(-1)).toMatchObject({ unreached: [seatId('b')] });
  });

  test.each<[string, string[], Parameters<typeof joined>[0]]>([
    ['to a room without a media server', ['mesh'], {}],
    ['in mid-move', ['sfu'], { transport: { kind: 'moving', epoch: 2, from: 'mesh', to: 'sfu' } }],
    ['once it is no mesh', ['sfu'], { transport: { kind: 'sfu', epoch: 2 } }],
  ])('is not reported %s', async (_, capabilities, changes) => {
    await goLiveWith(capabilities, changes);
    expect(line().sent('mesh-too-much')).toEqual([]);
  });
});

describe('nothing is left', () => {
  test('after leaving, of which the room hears', async () => {
    await goLive();
    call.leave();
    expect(line().commands('leave')).toHaveLength(1);
    expect(call.state.value).toEqual({ phase: 'ended', reason: 'left' });
    expect(call.remote.value.size).toBe(0);
    expectNothingLeft();
  });

  test('after the command to leave, which is the same', async () => {
    await goLive();
    await call.send({ type: 'leave' });
    expectNothingLeft();
  });

  test('after being removed', async () => {
    await goLive();
    line().receive(closing('removed'));
    expect(call.state.value).toEqual({ phase: 'ended', reason: 'removed' });
    expectNothingLeft();
  });

  test('after closing in the lobby, of which the room does not hear', async () => {
    await enterLobby();
    call.close();
    expect(line().commands('leave')).toEqual([]);
    expectNothingLeft();
  });

  test('after closing before the edge has answered', () => {
    call.close();
    expectNothingLeft();
  });

  test('after closing while everything is still starting', async () => {
    fakes.transports.failNext(1);
    line().open();
    line().receive(welcome());
    call.close();
    await settled();
    expectNothingLeft();
  });

  test('after closing between two attempts to reconnect', async () => {
    await goLive();
    line().drop();
    call.close();
    expectNothingLeft();
  });

  test('after the edge was never reached', () => {
    for (let second = 0; second < 11; second += 1) {
      line().drop();
      fakes.clock.advance(1_000);
    }
    expect(call.state.value).toEqual({ phase: 'ended', reason: 'unreachable' });
    expectNothingLeft();
  });
});
