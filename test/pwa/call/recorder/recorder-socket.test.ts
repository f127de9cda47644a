import { expect, test } from 'vitest';
import type { PublicKey } from '../../../../edge/protocol/encryption.ts';
import type { ServerMessage } from '../../../../edge/protocol/room-messages.ts';
import { createRecorderSocket } from '../../../../pwa/call/recorder/recorder-socket.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { closing, events, joined, meeting, secret } from '../fakes/room.ts';
import { createFakeSockets } from '../fakes/sockets.ts';

const publicKey = 'B'.padEnd(87, 'A') as PublicKey;

function welcome(ticket: string): ServerMessage {
  return { type: 'recorder-welcome', version: 1, meeting, ticket: secret(ticket), now: 1 };
}

function openSocket() {
  const sockets = createFakeSockets();
  const clock = createFakeClock();
  const heard: string[] = [];
  const socket = createRecorderSocket(
    {
      ...{ openSocket: sockets.open, clock, log: () => {}, publicKey, ticket: secret('first') },
      random: { fraction: () => 0 },
    },
    {
      message: ({ type }) => void heard.push(type),
      ended: () => void heard.push('ended'),
    },
  );
  return { sockets, clock, heard, socket };
}

test('a recorder introduces itself by its ticket and its key, and hears what a recorder may', () => {
  const { sockets, heard } = openSocket();
  const first = sockets.latest();
  first.open();
  expect(first.sent('recorder-hello')).toEqual([
    { type: 'recorder-hello', version: 1, ticket: secret('first'), publicKey },
  ]);
  first.receive(welcome('second'), joined(), events(11), { type: 'waiting' });
  expect(heard).toEqual(['recorder-welcome', 'joined', 'events']);
});

test('a lost line comes back, with the ticket that the last one brought', () => {
  const { sockets, clock } = openSocket();
  sockets.latest().open();
  sockets.latest().receive(welcome('second'));
  sockets.latest().drop();
  clock.advance(2_000);
  expect(sockets.all).toHaveLength(2);
  sockets.latest().open();
  expect(sockets.latest().sent('recorder-hello')[0]?.ticket).toBe(secret('second'));
});

test('it is over when the room says so', () => {
  const { sockets, clock, heard } = openSocket();
  sockets.latest().open();
  sockets.latest().receive(welcome('second'), closing('bad-token'));
  clock.advance(60_000);
  expect(heard).toEqual(['recorder-welcome', 'ended']);
  expect(sockets.all).toHaveLength(1);
});

test('an edge that stumbles is asked again', () => {
  const { sockets, clock, heard } = openSocket();
  sockets.latest().open();
  sockets.latest().receive(closing('internal'));
  clock.advance(2_000);
  expect(sockets.all.length).toBeGreaterThan(1);
  expect(heard).toEqual([]);
});

test('closed, it is silent', () => {
  const { sockets, clock, socket, heard } = openSocket();
  sockets.latest().open();
  socket.close();
  clock.advance(60_000);
  expect(sockets.all).toHaveLength(1);
  expect(heard).toEqual([]);
  expect(clock.timers()).toBe(0);
});
