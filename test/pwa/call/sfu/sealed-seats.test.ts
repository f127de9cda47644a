import { describe, expect, test } from 'vitest';
import { createSealedSeats, lookMs } from '../../../../pwa/call/sfu/sealed-seats.ts';
import { createFakeClock, settled } from '../fakes/clock.ts';
import { ada, bob } from '../fakes/room.ts';

function scene() {
  const clock = createFakeClock();
  const decoded = new Map([
    [ada, 100],
    [bob, 100],
  ]);
  let changes = 0;
  const seats = createSealedSeats({
    clock,
    decoded: async (seat) => decoded.get(seat) ?? 0,
    changed: () => {
      changes += 1;
    },
  });
  return {
    ...{ seats, decoded, clock },
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
