import { expect, test } from 'vitest';
import { Batch, batchMs } from '../../../../edge/room/broadcast/batch.ts';

function setUp() {
  const sent: (readonly number[])[] = [];
  let now = 0;
  let timer: { readonly at: number; run(): void } | undefined;
  const batch = new Batch<number>({
    after: (delayMs, run) => {
      timer = { at: now + delayMs, run };
      return () => {
        timer = undefined;
      };
    },
    send: (items) => sent.push(items),
  });
  return {
    batch,
    sent,
    get isWaiting() {
      return timer !== undefined;
    },
    pass(ms: number) {
      now += ms;
      if (timer === undefined || timer.at > now) return;
      const { run } = timer;
      timer = undefined;
      run();
    },
  };
}

test('what comes alone is sent at once, and nothing is waited for in a quiet room', () => {
  const room = setUp();
  room.batch.add([1]);
  expect(room.sent).toEqual([[1]]);
  room.pass(batchMs);
  expect(room.isWaiting).toBe(false);
  room.batch.add([2]);
  expect(room.sent).toEqual([[1], [2]]);
});

test('what comes soon after is sent together, in order, when the moment is over', () => {
  const room = setUp();
  for (const item of [1, 2, 3]) room.batch.add([item]);
  room.pass(batchMs - 1);
  room.batch.add([4]);
  expect(room.sent).toEqual([[1]]);
  room.pass(1);
  expect(room.sent).toEqual([[1], [2, 3, 4]]);
});

test('a busy room is told once in each moment', () => {
  const room = setUp();
  for (let item = 0; item < 100; item += 1) {
    room.batch.add([item]);
    room.pass(10);
  }
  room.pass(batchMs);
  expect(room.sent.flat()).toEqual(Array.from({ length: 100 }, (_, item) => item));
  expect(room.sent.length).toBeLessThanOrEqual(1_000 / batchMs + 2);
});

test('what is urgent takes along what waits before it', () => {
  const room = setUp();
  room.batch.add([1]);
  room.batch.add([2]);
  room.batch.hurry([3]);
  expect(room.sent).toEqual([[1], [2, 3]]);
  room.batch.hurry([]);
  expect(room.sent).toHaveLength(2);
});

test('nothing is sent, or waited for, after the end', () => {
  const room = setUp();
  room.batch.add([1]);
  room.batch.add([2]);
  room.batch.stop();
  expect(room.isWaiting).toBe(false);
  room.pass(batchMs);
  expect(room.sent).toEqual([[1]]);
});
