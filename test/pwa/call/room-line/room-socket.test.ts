import { beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../../edge/protocol/limits.ts';
import type { EndReason } from '../../../../pwa/call/model/call-state.ts';
import {
  createRoomSocket,
  type RoomMessage,
  type RoomSocket,
} from '../../../../pwa/call/room-line/room-socket.ts';
import { settled } from '../fakes/clock.ts';
import { createFakePorts } from '../fakes/ports.ts';
import { ada, chat, closing, events, joined, resumed, welcome } from '../fakes/room.ts';

const hello = { type: 'hello', version: 1, capabilities: [] as string[] } as const;

let fakes: ReturnType<typeof createFakePorts>;
let socket: RoomSocket;
let heard: RoomMessage['type'][];
let losses: number;
let ends: EndReason[];

beforeEach(() => {
  fakes = createFakePorts();
  heard = [];
  losses = 0;
  ends = [];
  socket = createRoomSocket(fakes.ports, {
    hello: () => ({ ...hello, capabilities: [...hello.capabilities] }),
    message: (message) => heard.push(message.type),
    lost: () => {
      losses += 1;
    },
    ended: (reason) => ends.push(reason),
  });
});

function becomeMember(): void {
  const line = fakes.sockets.latest();
  line.open();
  line.receive(welcome(), joined());
}

function comeBack(): void {
  const line = fakes.sockets.latest();
  line.open();
  line.receive(resumed);
}

const chatCommand = (text: string) => ({ type: 'chat', text }) as const;

describe('a command', () => {
  test('goes out at once in a room, and resolves when it is done', async () => {
    becomeMember();
    const answer = socket.command(chatCommand('hi'));
    const [sent] = fakes.sockets.latest().commands('chat');
    expect(sent?.command).toEqual({ type: 'chat', text: 'hi' });
    fakes.sockets.latest().receive({ type: 'done', id: sent?.id ?? never() });
    await expect(answer).resolves.toBeUndefined();
  });

  test('rejects with the code when it is refused, and the call hears of it', async () => {
    becomeMember();
    const answer = socket.command({ type: 'mute-all' });
    const [sent] = fakes.sockets.latest().commands('mute-all');
    const error = { code: 'not-allowed', message: '' } as const;
    fakes.sockets.latest().receive({ type: 'refused', id: sent?.id ?? never(), error });
    await expect(answer).rejects.toMatchObject({ name: 'CallError', code: 'not-allowed' });
    expect(heard.at(-1)).toBe('refused');
  });

  test('waits for membership', () => {
    const line = fakes.sockets.latest();
    void socket.command(chatCommand('early'));
    line.open();
    line.receive(welcome());
    expect(line.commands('chat')).toHaveLength(0);
    line.receive(joined());
    expect(line.commands('chat')).toHaveLength(1);
  });

  test('without an answer is sent again after a reconnect, under the same id and in order', () => {
    becomeMember();
    const first = fakes.sockets.latest();
    void socket.command(chatCommand('one'));
    first.drop();
    void socket.command(chatCommand('two'));
    fakes.clock.advance(1_000);
    comeBack();
    const again = fakes.sockets.latest().commands('chat');
    expect(again.map(({ command }) => command)).toEqual([chatCommand('one'), chatCommand('two')]);
    expect(again[0]?.id).toBe(first.commands('chat')[0]?.id);
    expect(again[0]?.id).not.toBe(again[1]?.id);
  });

  test('that was answered is not sent again', () => {
    becomeMember();
    void socket.command(chatCommand('one'));
    const [sent] = fakes.sockets.latest().commands('chat');
    fakes.sockets.latest().receive({ type: 'done', id: sent?.id ?? never() });
    fakes.sockets.latest().drop();
    fakes.clock.advance(1_000);
    comeBack();
    expect(fakes.sockets.latest().commands('chat')).toHaveLength(0);
  });

  test('outlives its seat only as words, and those the room has heard are not said twice', async () => {
    becomeMember();
    const heardByAll = socket.command(chatCommand('heard'));
    const unheard = socket.command(chatCommand('unheard'));
    const deed = socket.command({ type: 'end' });
    const line = fakes.sockets.latest();
    const [first, second] = line.commands('chat');
    line.drop();
    fakes.clock.advance(1_000);
    const back = fakes.sockets.latest();
    back.open();
    const kept = { id: first?.id ?? never(), from: ada, name: 'Me', text: 'heard', at: 5 };
    back.receive(welcome({ incarnation: 2 }), joined({ chat: [kept] }));

    await expect(heardByAll).resolves.toBeUndefined();
    await expect(deed).rejects.toMatchObject({ code: 'not-joined' });
    expect(back.commands('end')).toEqual([]);
    expect(back.commands('chat').map(({ id }) => id)).toEqual([second?.id]);
    back.receive({ type: 'done', id: second?.id ?? never() });
    await expect(unheard).resolves.toBeUndefined();
  });

  test('rejects when the call ends first, and when it is over already', async () => {
    becomeMember();
    const pending = socket.command(chatCommand('one'));
    fakes.sockets.latest().receive(closing('removed'));
    await expect(pending).rejects.toMatchObject({ code: 'removed' });
    await expect(socket.command(chatCommand('two'))).rejects.toMatchObject({ code: 'removed' });
  });
});

describe('a lost connection', () => {
  test('is tried again at once, and then at most a second apart', () => {
    becomeMember();
    fakes.clock.advance(6_000);
    fakes.sockets.latest().drop();
    expect(losses).toBe(1);
    fakes.clock.advance(0);
    expect(fakes.sockets.all).toHaveLength(2);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const tried = fakes.sockets.all.length;
      fakes.sockets.latest().drop();
      fakes.clock.advance(1_000);
      expect(fakes.sockets.all).toHaveLength(tried + 1);
    }
    comeBack();
    expect(heard.at(-1)).toBe('resumed');
  });

  test('of a room that closes whatever connects is not tried again and again at once', () => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      fakes.sockets.latest().open();
      fakes.sockets.latest().receive(welcome(), closing('internal'));
      const tried = fakes.sockets.all.length;
      fakes.clock.advance(0);
      expect(fakes.sockets.all).toHaveLength(tried);
      fakes.clock.advance(1_000);
    }
    expect(ends).toEqual([]);
  });

  test('is never noticed twice, and says nothing more', () => {
    becomeMember();
    const line = fakes.sockets.latest();
    line.drop();
    line.receive(joined());
    line.drop();
    expect(losses).toBe(1);
    expect(heard).toEqual(['welcome', 'joined']);
  });

  test('takes wants along: they are said again on the next', () => {
    const wants = [{ seat: ada, source: 'camera', height: 180 }] as const;
    becomeMember();
    socket.want(wants);
    expect(fakes.sockets.latest().sent('want')).toEqual([{ type: 'want', wants }]);
    fakes.sockets.latest().drop();
    fakes.clock.advance(1_000);
    comeBack();
    expect(fakes.sockets.latest().sent('want')).toEqual([{ type: 'want', wants }]);
  });
});

describe('a silent connection', () => {
  test('is pinged, and lives as long as it answers', () => {
    becomeMember();
    const line = fakes.sockets.latest();
    for (let beat = 1; beat <= 10; beat += 1) {
      fakes.clock.advance(limits.pingIntervalMs);
      expect(line.pings()).toBe(beat);
      line.receiveFrame('{"type":"HEARTBEAT"}');
    }
    expect(losses).toBe(0);
  });

  test('is dead after two pings without an answer', () => {
    becomeMember();
    fakes.clock.advance(2 * limits.pingIntervalMs);
    expect(losses).toBe(0);
    fakes.clock.advance(limits.pingIntervalMs);
    expect(losses).toBe(1);
    expect(fakes.sockets.all[0]?.closed).toBe(true);
  });

  test('is found out within two seconds of waking up', () => {
    becomeMember();
    fakes.lifecycle.wake();
    socket.recover();
    expect(fakes.sockets.latest().pings()).toBe(1);
    fakes.clock.advance(2_000);
    expect(losses).toBe(1);
  });

  test('that answers the wake-up ping stays', () => {
    becomeMember();
    socket.recover();
    fakes.sockets.latest().receiveFrame('{"type":"HEARTBEAT"}');
    fakes.clock.advance(2_000);
    expect(losses).toBe(0);
  });

  test('that never opens is given up for another', () => {
    fakes.clock.advance(5_000);
    expect(fakes.sockets.all[0]?.closed).toBe(true);
    expect(fakes.sockets.all).toHaveLength(2);
  });

  test('that hangs in an outage is given up so soon that two seconds suffice to be back', () => {
    becomeMember();
    fakes.clock.advance(6_000);
    fakes.sockets.latest().drop();
    fakes.clock.advance(0);
    for (let hanging = 2; hanging < 12; hanging += 1) {
      expect(fakes.sockets.all).toHaveLength(hanging);
      fakes.clock.advance(1_500);
    }
  });
});

describe('waking up', () => {
  test('ends the pause before an attempt', () => {
    becomeMember();
    for (let attempt = 0; attempt < 40; attempt += 1) {
      fakes.sockets.latest().drop();
      fakes.clock.advance(5_000);
    }
    fakes.sockets.latest().drop();
    const tried = fakes.sockets.all.length;
    socket.recover();
    expect(fakes.sockets.all).toHaveLength(tried + 1);
  });

  test('leaves a fresh attempt alone, and replaces an old one', () => {
    socket.recover();
    expect(fakes.sockets.all).toHaveLength(1);
    fakes.clock.advance(1_000);
    socket.recover();
    expect(fakes.sockets.all).toHaveLength(2);
    expect(fakes.sockets.all[0]?.closed).toBe(true);
  });
});

describe('before the first welcome', () => {
  test.each([
    { online: true, reason: 'unreachable' },
    { online: false, reason: 'offline' },
  ])('ten seconds without the edge are "$reason" when online is $online', ({ online, reason }) => {
    fakes.lifecycle.online = online;
    for (let second = 0; second < 12; second += 1) {
      if (!fakes.sockets.latest().closed) fakes.sockets.latest().drop();
      fakes.clock.advance(1_000);
    }
    expect(ends).toEqual([reason]);
    expect(fakes.clock.timers()).toBe(0);
  });

  test('and never after it', () => {
    becomeMember();
    fakes.clock.advance(60_000);
    expect(ends).toEqual([]);
  });
});

describe('the end', () => {
  test.each(['removed', 'room-full', 'bad-token'] as const)('comes with closing: %s', (code) => {
    becomeMember();
    fakes.sockets.latest().receive(closing(code));
    fakes.sockets.latest().drop(4411);
    fakes.clock.advance(60_000);
    expect(ends).toEqual([code]);
    expect(fakes.sockets.all).toHaveLength(1);
  });

  test.each([
    [4411, 'removed'],
    [4409, 'seat-taken'],
    [4410, 'meeting-ended'],
    [4426, 'unsupported-version'],
    [4424, 'locked'],
  ])('comes with close code %i: %s', (closeCode, reason) => {
    becomeMember();
    fakes.sockets.latest().drop(closeCode);
    expect(ends).toEqual([reason]);
    expect(fakes.clock.timers()).toBe(0);
  });

  test.each([1001, 1006, 1012, 4408, 4429, 4500, 4999])(
    'does not come with close code %i',
    (closeCode) => {
      becomeMember();
      fakes.sockets.latest().drop(closeCode);
      fakes.clock.advance(1_000);
      expect(ends).toEqual([]);
      expect(fakes.sockets.all).toHaveLength(2);
    },
  );

  test('by leaving is told to the room without waiting for its answer', () => {
    becomeMember();
    socket.leave();
    expect(fakes.sockets.latest().commands('leave')).toHaveLength(1);
    expect(fakes.sockets.latest().closed).toBe(true);
    expect(fakes.clock.timers()).toBe(0);
    expect(ends).toEqual([]);
  });

  test('by closing leaves no timer and no open socket, whatever was under way', () => {
    becomeMember();
    socket.recover();
    void socket.command(chatCommand('late')).catch(() => {});
    socket.close('left');
    expect(fakes.clock.timers()).toBe(0);
    expect(fakes.sockets.latest().closed).toBe(true);
  });
});

describe('frames', () => {
  test.each([
    ['of a newer version', '{"type":"fireworks"}'],
    ['without a type', '{}'],
    ['that are not JSON', 'hello'],
    ['of a known type and a wrong shape', '{"type":"joined"}'],
    ['that are binary', new ArrayBuffer(4)],
  ])('%s are ignored', async (_, frame) => {
    becomeMember();
    fakes.sockets.latest().receiveFrame(frame);
    fakes.sockets.latest().receive(events(11, chat('still here')));
    await settled();
    expect(heard).toEqual(['welcome', 'joined', 'events']);
    expect(losses).toBe(0);
  });
});

test("the server's clock is read from the greeting", () => {
  const line = fakes.sockets.latest();
  line.open();
  fakes.clock.advance(100);
  line.receive(welcome({ now: fakes.clock.now() + 7_000 }));
  expect(socket.serverOffsetMs()).toBe(7_050);
});

function never(): never {
  throw new Error('no command was sent');
}
