import { EventEmitter } from 'node:events';
import { ConnectionState, DisconnectReason, type Room, RoomEvent } from 'livekit-client';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createLifeWatch,
  type LifeWatch,
  steadyReconnects,
} from '../../../../pwa/call/sfu/life-watch.ts';
import { createFakeClock, settled } from '../fakes/clock.ts';

const pollMs = 500;

let clock: ReturnType<typeof createFakeClock>;
let room: EventEmitter & { state: ConnectionState };
let received: number | null;
let deaths: number;
let watch: LifeWatch;

beforeEach(() => {
  clock = createFakeClock();
  room = Object.assign(new EventEmitter(), { state: ConnectionState.Connected });
  received = 0;
  deaths = 0;
  watch = createLifeWatch(
    room as unknown as Room,
    async () => received,
    () => {
      deaths += 1;
    },
    clock,
  );
});

/** Until it is given up, or for so long. */
async function livesFor(ms: number, hear: () => void = () => {}): Promise<number> {
  for (let passed = 0; passed < ms; passed += pollMs) {
    if (deaths > 0) return passed;
    hear();
    clock.advance(pollMs);
    await settled();
  }
  return ms;
}

function hearSomething(): void {
  received = (received ?? 0) + 1;
}

describe('a server', () => {
  test('that is heard lives', async () => {
    expect(await livesFor(60_000, hearSomething)).toBe(60_000);
  });

  test('that falls silent is dead after three seconds', async () => {
    await livesFor(5_000, hearSomething);
    expect(await livesFor(10_000)).toBe(3_000);
  });

  test('that falls silent with its signalling is dead sooner', async () => {
    await livesFor(5_000, hearSomething);
    room.state = ConnectionState.SignalReconnecting;
    expect(await livesFor(10_000)).toBe(1_500);
  });

  test('without signalling lives as long as it is heard', async () => {
    room.state = ConnectionState.SignalReconnecting;
    expect(await livesFor(60_000, hearSomething)).toBe(60_000);
  });

  test('that lets nobody in anew for four seconds is dead', async () => {
    await livesFor(5_000, hearSomething);
    room.state = ConnectionState.Reconnecting;
    expect(await livesFor(10_000, hearSomething)).toBe(4_000);
  });

  test('is not judged by silence where there is nothing to hear', async () => {
    received = null;
    expect(await livesFor(60_000)).toBe(60_000);
  });
});

describe('a disconnection', () => {
  test.each<[string, DisconnectReason | undefined]>([
    ['without a reason', undefined],
    ['because signalling was lost', DisconnectReason.SIGNAL_CLOSE],
    ['because the server stops', DisconnectReason.SERVER_SHUTDOWN],
  ])('%s is a death, told once', async (_, reason) => {
    room.emit(RoomEvent.Disconnected, reason);
    room.emit(RoomEvent.Disconnected, reason);
    await livesFor(5_000);
    expect(deaths).toBe(1);
  });

  test.each([DisconnectReason.PARTICIPANT_REMOVED, DisconnectReason.DUPLICATE_IDENTITY])(
    'that is meant is none (%s)',
    async (reason) => {
      room.emit(RoomEvent.Disconnected, reason);
      await livesFor(10_000);
      expect([deaths, clock.timers()]).toEqual([0, 0]);
    },
  );

  test('of a transport that was closed is nobody’s business', async () => {
    watch.close();
    room.emit(RoomEvent.Disconnected);
    await livesFor(10_000);
    expect(deaths).toBe(0);
  });
});

test('LiveKit’s client goes on trying by itself', () => {
  const delays = [0, 1, 2, 100].map((retryCount) =>
    steadyReconnects.nextRetryDelayInMs({ retryCount, elapsedMs: 0 }),
  );
  expect(delays).toEqual([0, 300, 1_000, 1_000]);
});
