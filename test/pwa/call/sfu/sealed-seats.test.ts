import { describe, expect, test } from 'vitest';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { createSealedSeats, lookMs } from '../../../../pwa/call/sfu/sealed-seats.ts';
import { createFakeClock, settled } from '../fakes/clock.ts';
import { ada, bob } from '../fakes/room.ts';

function scene() {
  const clock = createFakeClock();
  const decoded = new Map([
    [ada, 100],
    [bob, 100],
  ]);
  let received = 0;
  const silent = new Set<SeatId>();
  const gone = new Set<SeatId>();
  let changes = 0;
  const seats = createSealedSeats({
    clock,
    async progress(seat) {
      if (!silent.has(seat)) received += 1;
      return gone.has(seat) ? null : { received, decoded: decoded.get(seat) ?? 0 };
    },
    changed: () => {
      changes += 1;
    },
  });
  return {
    ...{ seats, decoded, silent, gone, clock },
    changes: () => changes,
    async pass() {
      await settled();
      clock.advance(lookMs);
      await settled();
    },
  };
}

describe('whose media cannot be opened', () => {
  test('are those of whom nothing is decoded after a failure', async () => {
    const { seats, pass, changes } = scene();
    seats.failed(ada);
    expect(seats.has(ada)).toBe(false);
    await pass();
    expect([seats.has(ada), seats.has(bob), changes()]).toEqual([true, false, 1]);
    await pass();
    expect(changes(), 'and it is said once').toBe(1);
  });

  test('not those of whom one frame was broken', async () => {
    const { seats, decoded, pass, changes } = scene();
    seats.failed(ada);
    await settled();
    decoded.set(ada, 101);
    await pass();
    expect([seats.has(ada), changes()]).toEqual([false, 0]);
  });

  test('no longer, when something is decoded again', async () => {
    const { seats, decoded, pass, clock, changes } = scene();
    seats.failed(ada);
    await pass();
    decoded.set(ada, 101);
    await pass();
    expect([seats.has(ada), changes(), clock.timers()]).toEqual([false, 2, 0]);
  });

  test('not those who send nothing just now', async () => {
    const { seats, silent, pass } = scene();
    silent.add(ada);
    seats.failed(ada);
    await pass();
    expect(seats.has(ada)).toBe(false);
    silent.delete(ada);
    await pass();
    expect(seats.has(ada)).toBe(true);
  });

  test('no longer, when they have left', async () => {
    const { seats, gone, pass, clock } = scene();
    seats.failed(ada);
    await pass();
    gone.add(ada);
    await pass();
    expect([seats.has(ada), clock.timers()]).toEqual([false, 0]);
  });

  test('nobody looks after it is closed', async () => {
    const { seats, pass, clock, changes } = scene();
    seats.failed(ada);
    await settled();
    seats.close();
    expect(clock.timers()).toBe(0);
    await pass();
    expect(changes()).toBe(0);
  });
});
