import { beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '../../../../edge/protocol/people.ts';
import type { TransportState } from '../../../../edge/protocol/room-messages.ts';
import { createHandover, type Handover } from '../../../../pwa/call/handover/handover.ts';
import type { SfuOptions } from '../../../../pwa/call/ports.ts';
import type { TransportEvents } from '../../../../pwa/call/transport/transport.ts';
import { settled } from '../fakes/clock.ts';
import { createFakeMesh, createFakeSfu, type FakeTransport, fakeTrack } from '../fakes/media.ts';
import { createFakePorts } from '../fakes/ports.ts';
import { ada, bob, meeting, person, secret, settings, welcome, you } from '../fakes/room.ts';

const up: TransportState = { kind: 'moving', epoch: 2, from: 'mesh', to: 'sfu' };
const server = { epoch: 2, url: 'wss://media.example', token: 'token' };
const mine = fakeTrack('mine');
const old = fakeTrack('old');
const fresh = fakeTrack('fresh');
const both: Source[] = ['microphone', 'camera'];
const people = [person(you), person(ada, { publishing: both })];
const wants = [{ seat: ada, source: 'camera', height: 720 }] as const;
const lookMs = 60;

let fakes: ReturnType<typeof createFakePorts>;
let meshes: ReturnType<typeof createFakeMesh>;
let sfus: ReturnType<typeof createFakeSfu>;
let handover: Handover;
let said: string[];
let asked: number;
let shown: Map<string, MediaStreamTrack>;
let told: unknown[];

beforeEach(() => {
  fakes = createFakePorts();
  meshes = createFakeMesh();
  sfus = createFakeSfu();
  said = [];
  asked = 0;
  shown = new Map();
  told = [];
  const events: TransportEvents = {
    track(seat, source, track) {
      told.push([seat, source, track]);
      if (track === null) shown.delete(`${seat} ${source}`);
      else shown.set(`${seat} ${source}`, track);
    },
    path: (_, path) => told.push(path),
    loudness: (levels) => told.push([...levels.values()]),
  };
  handover = createHandover({
    ...fakes.ports,
    events,
    startSfu: sfus.start,
    say: (epoch, step) => said.push(`${epoch} ${step}`),
    askForServer: () => {
      asked += 1;
    },
  });
});

function start(): void {
  const port = {
    self: { seat: you, peer: welcome().peer.id },
    sendSignal: () => {},
    sendWants: () => {},
    iceServers: async () => welcome().ice,
  };
  handover.start({
    seat: you,
    startMesh: (events) =>
      meshes.start({ meeting, ticket: secret('t'), ice: welcome().ice, events, port }),
  });
}

async function inMesh(): Promise<void> {
  start();
  handover.publish('camera', mine);
  handover.follow({ kind: 'mesh', epoch: 1 });
  handover.setPeople(people, settings);
  handover.want(wants);
  await settled();
  meshes.latest().options.events.track(ada, 'camera', old);
  meshes.latest().options.events.track(ada, 'microphone', old);
}

async function moveUp(): Promise<FakeTransport<SfuOptions>> {
  await inMesh();
  handover.follow(up);
  handover.mediaServer(server);
  handover.yourTurn(2);
  await settled();
  return sfus.latest();
}

async function look(): Promise<void> {
  fakes.clock.advance(lookMs);
  await settled();
}

function isClosed(transport: FakeTransport<never> | FakeTransport | FakeTransport<SfuOptions>) {
  return transport.named('close').length > 0;
}

describe('a move', () => {
  test('leaves everything as it is until it is our turn', async () => {
    await inMesh();
    handover.follow(up);
    handover.mediaServer(server);
    await settled();
    expect(sfus.all).toEqual([]);
    expect(meshes.latest().named('setFrugal'), 'but makes room for what comes').toEqual([
      ['setFrugal', true],
    ]);
  });

  test('then sends the same track on both ways, each frugally', async () => {
    const sfu = await moveUp();
    expect(sfu.options.server).toEqual(server);
    expect(sfu.named('publish')).toEqual([['publish', 'camera', mine]]);
    expect(sfu.named('setPeople').at(-1)).toEqual(['setPeople', people, settings]);
    expect(sfu.named('want').at(-1)).toEqual(['want', [{ ...wants[0], height: 180 }]]);
    for (const way of [meshes.latest(), sfu]) {
      expect(way.named('setFrugal')).toEqual([['setFrugal', true]]);
    }
  });

  test('is reported once what is ours has left', async () => {
    const sfu = await moveUp();
    sfu.sending = false;
    await look();
    expect(said).toEqual([]);
    sfu.sending = true;
    await look();
    expect(said).toEqual(['2 published']);
  });

  test('takes what has come, stops asking the old way for it, and says when it has everybody', async () => {
    const sfu = await moveUp();
    sfu.options.events.track(ada, 'camera', fresh);
    sfu.options.events.track(ada, 'microphone', fresh);
    await look();
    expect([...shown.values()]).toEqual([old, old]);
    sfu.arrived.add(`${ada} camera`).add(`${ada} microphone`);
    await look();
    expect([...shown.values()]).toEqual([fresh, fresh]);
    expect(meshes.latest().named('want').at(-1)).toEqual([
      'want',
      [
        { ...wants[0], height: 0 },
        { seat: ada, source: 'microphone', height: 0 },
      ],
    ]);
    await look();
    expect(said).toEqual(['2 published', '2 ready']);
    expect(told.filter((news) => Array.isArray(news) && news[2] === null)).toEqual([]);
  });

  test('leaves the old way some seconds after the commit, with nobody on it', async () => {
    const sfu = await moveUp();
    for (const source of both) {
      sfu.options.events.track(ada, source, fresh);
      sfu.arrived.add(`${ada} ${source}`);
    }
    await look();
    handover.follow({ kind: 'sfu', epoch: 3 });
    expect(sfu.named('want').at(-1), 'small until the old way is gone').toEqual([
      'want',
      [{ ...wants[0], height: 180 }],
    ]);
    expect(isClosed(meshes.latest())).toBe(false);
    fakes.clock.advance(4_000);
    expect(sfu.named('want').at(-1)).toEqual(['want', wants]);
    expect(isClosed(meshes.latest())).toBe(true);
    expect(sfu.named('setFrugal').at(-1)).toEqual(['setFrugal', false]);
    expect(shown.get(`${ada} camera`)).toBe(fresh);
    await settled();
    handover.close();
    expect(fakes.clock.timers()).toBe(0);
  });

  test('keeps the last picture of whoever is slow to come across, but not for ever', async () => {
    await moveUp();
    handover.follow({ kind: 'sfu', epoch: 3 });
    meshes.latest().options.events.track(ada, 'camera', null);
    fakes.clock.advance(19_000);
    expect(shown.get(`${ada} camera`)).toBe(old);
    fakes.clock.advance(1_000);
    expect(shown.get(`${ada} camera`)).toBeUndefined();
    expect(isClosed(meshes.latest())).toBe(true);
  });

  test('is undone without a trace when the room goes back', async () => {
    const sfu = await moveUp();
    sfu.options.events.track(ada, 'camera', fresh);
    handover.follow({ kind: 'mesh', epoch: 3 });
    expect(isClosed(sfu)).toBe(true);
    expect(shown.get(`${ada} camera`)).toBe(old);
    expect(meshes.all).toHaveLength(1);
    expect(meshes.latest().named('want').at(-1)).toEqual(['want', wants]);
    expect(meshes.latest().named('setFrugal').at(-1)).toEqual(['setFrugal', false]);
    await settled();
    expect(fakes.clock.timers()).toBe(0);
  });

  test('keeps newcomers away from the old way', async () => {
    const sfu = await moveUp();
    const more = [...people, person(bob)];
    handover.setPeople(more, settings);
    expect(meshes.latest().named('setPeople').at(-1)).toEqual(['setPeople', people, settings]);
    expect(sfu.named('setPeople').at(-1)).toEqual(['setPeople', more, settings]);
  });

  test('carries along what is turned on in the middle of it', async () => {
    const sfu = await moveUp();
    const screen = fakeTrack('screen');
    handover.publish('screen', screen);
    expect(meshes.latest().named('publish').at(-1)).toEqual(['publish', 'screen', screen]);
    expect(sfu.named('publish').at(-1)).toEqual(['publish', 'screen', screen]);
    handover.unpublish('screen');
    expect(sfu.named('unpublish')).toEqual([['unpublish', 'screen']]);
  });

  test('is said to have failed when the media server cannot be reached, and another token is asked for', async () => {
    sfus.failNext(1);
    await inMesh();
    handover.follow(up);
    handover.mediaServer(server);
    handover.yourTurn(2);
    await settled();
    expect(said).toEqual(['2 failed']);
    expect(asked).toBe(1);
    expect(shown.get(`${ada} camera`)).toBe(old);
  });

  test('is said to have failed when nobody says where the media server is', async () => {
    await inMesh();
    handover.follow(up);
    handover.yourTurn(2);
    for (let waited = 0; waited < 15_000; waited += lookMs) await look();
    expect(said).toEqual(['2 failed']);
  });

  test('is reported again after the line was lost', async () => {
    await moveUp();
    await look();
    handover.recover();
    expect(said).toEqual(['2 published', '2 published']);
  });
});

describe('a large call', () => {
  test('is entered by the media server, and the mesh of the lobby is let go', async () => {
    start();
    handover.publish('camera', mine);
    await settled();
    handover.mediaServer(server);
    handover.follow({ kind: 'sfu', epoch: 2 });
    await settled();
    expect(isClosed(meshes.latest())).toBe(true);
    expect(sfus.latest().named('publish')).toEqual([['publish', 'camera', mine]]);
  });

  test('comes back when the media server has let go of it', async () => {
    start();
    handover.mediaServer(server);
    handover.follow({ kind: 'sfu', epoch: 2 });
    await settled();
    sfus.latest().options.lost();
    expect(said).toEqual(['2 failed']);
    handover.mediaServer({ ...server, token: 'newer' });
    await settled();
    expect(sfus.all).toHaveLength(2);
    expect(sfus.latest().options).toMatchObject({ server: { token: 'newer' }, hurried: true });
    fakes.clock.advance(1_000);
    await settled();
    expect(sfus.all).toHaveLength(2);
  });

  test('comes back with what it has when the room does not answer', async () => {
    start();
    handover.mediaServer(server);
    handover.follow({ kind: 'sfu', epoch: 2 });
    await settled();
    sfus.latest().options.lost();
    fakes.clock.advance(500);
    await settled();
    expect(sfus.all.map(({ options }) => options.server)).toEqual([server, server]);
  });

  test('says each time that the media server cannot be reached, and tries on', async () => {
    start();
    sfus.failNext(2);
    handover.mediaServer(server);
    handover.follow({ kind: 'sfu', epoch: 2 });
    await settled();
    handover.mediaServer({ ...server, token: 'newer' });
    await settled();
    expect(sfus.all).toHaveLength(0);
    for (let tries = 0; tries < 2; tries += 1) {
      fakes.clock.advance(1_000);
      await settled();
    }
    expect(said).toEqual(['2 failed', '2 failed']);
    expect(sfus.latest().options.server.token).toBe('newer');
  });

  test('shows the last picture until the next one has come from elsewhere', async () => {
    start();
    handover.mediaServer(server);
    handover.follow({ kind: 'sfu', epoch: 2 });
    handover.setPeople(people, settings);
    handover.want(wants);
    await settled();
    sfus.latest().options.events.track(ada, 'camera', old);
    sfus.latest().options.lost();
    handover.follow({ kind: 'sfu', epoch: 3 });
    handover.mediaServer({ epoch: 3, url: 'wss://other.example', token: 't' });
    await settled();
    expect(shown.get(`${ada} camera`)).toBe(old);
    expect(sfus.latest().named('want')).toEqual([['want', wants]]);
    sfus.latest().options.events.track(ada, 'camera', fresh);
    expect(shown.get(`${ada} camera`)).toBe(fresh);
  });

  test('moves to another media server when the room names one', async () => {
    start();
    handover.mediaServer(server);
    handover.follow({ kind: 'sfu', epoch: 2 });
    await settled();
    handover.mediaServer({ epoch: 3, url: 'wss://other.example', token: 't' });
    await settled();
    expect(sfus.all.map(({ options }) => options.server.url)).toEqual([
      server.url,
      'wss://other.example',
    ]);
    expect(isClosed(sfus.all[0] ?? sfus.latest())).toBe(true);
  });
});
