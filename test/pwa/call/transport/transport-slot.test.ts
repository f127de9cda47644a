import { beforeEach, describe, expect, test } from 'vitest';
import type { TransportEvents } from '../../../../pwa/call/transport/transport.ts';
import {
  createTransportSlot,
  type TransportSlot,
} from '../../../../pwa/call/transport/transport-slot.ts';
import { settled } from '../fakes/clock.ts';
import { createFakeMesh, type FakeTransports, fakeTrack } from '../fakes/media.ts';
import { createFakePorts } from '../fakes/ports.ts';
import { ada, meeting, person, secret, settings, welcome, you } from '../fakes/room.ts';

const wants = [{ seat: ada, source: 'camera', height: 180 }] as const;
const camera = fakeTrack('camera');
const signal = { kind: 'restart-please', connection: 'c' } as const;

let fakes: ReturnType<typeof createFakePorts>;
let transports: FakeTransports;
let slot: TransportSlot;
let heard: string[];

beforeEach(() => {
  fakes = createFakePorts();
  transports = createFakeMesh();
  heard = [];
  const events: TransportEvents = {
    track: (_, source) => heard.push(source),
    path: (_, path) => heard.push(path),
    loudness: () => heard.push('loudness'),
  };
  slot = createTransportSlot({ ...fakes.ports, events });
});

function start(): void {
  const port = {
    self: { seat: you, peer: welcome().peer.id },
    sendSignal: () => {},
    sendWants: () => {},
    iceServers: async () => welcome().ice,
  };
  slot.start((events) =>
    transports.start({ meeting, ticket: secret('t'), ice: welcome().ice, events, port }),
  );
}

describe('a transport that starts', () => {
  test('learns what was asked before it came: tracks, wants, people', async () => {
    slot.setPeople([person(ada)], settings);
    slot.want(wants);
    slot.publish('camera', camera);
    start();
    await settled();
    expect(transports.latest().calls).toEqual([
      ['publish', 'camera', camera],
      ['want', wants],
      ['setPeople', [person(ada)], settings],
    ]);
  });

  test('does not learn what was taken back', async () => {
    slot.publish('camera', camera);
    slot.unpublish('camera');
    start();
    await settled();
    expect(transports.latest().calls).toEqual([]);
  });

  test('gets the letters that came while it was starting', async () => {
    start();
    slot.signal(ada, signal);
    slot.wanted(ada, []);
    await settled();
    expect(transports.latest().calls).toEqual([
      ['signal', ada, signal],
      ['wanted', ada, []],
    ]);
  });

  test('is tried again when it fails', async () => {
    transports.failNext(2);
    start();
    await settled();
    fakes.clock.advance(1_000);
    await settled();
    fakes.clock.advance(1_000);
    await settled();
    expect(transports.all).toHaveLength(1);
    expect(fakes.clock.timers()).toBe(0);
  });

  test('is closed at once when nobody wants it any more', async () => {
    start();
    slot.stop();
    await settled();
    expect(transports.latest().calls).toEqual([['close']]);
  });

  test('is not tried again after the slot has closed', async () => {
    transports.failNext(1);
    start();
    await settled();
    slot.close();
    expect(fakes.clock.timers()).toBe(0);
    expect(transports.all).toHaveLength(0);
  });
});

describe('a transport that is replaced in mid-call', () => {
  test('is closed, and the next begins where it was', async () => {
    start();
    await settled();
    slot.publish('camera', camera);
    slot.setPeople([person(ada)], settings);
    start();
    await settled();
    expect(transports.all[0]?.calls.at(-1)).toEqual(['close']);
    expect(transports.all[1]?.calls).toEqual([
      ['publish', 'camera', camera],
      ['setPeople', [person(ada)], settings],
    ]);
  });

  test('is not listened to any more', async () => {
    start();
    await settled();
    transports.all[0]?.options.events.path(ada, 'direct');
    start();
    await settled();
    transports.all[0]?.options.events.path(ada, 'lost');
    transports.all[1]?.options.events.path(ada, 'relayed');
    expect(heard).toEqual(['direct', 'relayed']);
  });
});

test('a track is published once, and again only when it is another', async () => {
  start();
  await settled();
  slot.publish('camera', camera);
  slot.publish('camera', camera);
  slot.publish('camera', fakeTrack('other'));
  slot.unpublish('camera');
  slot.unpublish('camera');
  expect(transports.latest().calls.map(([name]) => name)).toEqual([
    'publish',
    'publish',
    'unpublish',
  ]);
});

test('a transport that is stopped leaves no people to the next', async () => {
  slot.setPeople([person(ada)], settings);
  slot.stop();
  start();
  await settled();
  expect(transports.latest().named('setPeople')).toEqual([]);
});
