import { expect, test } from 'vitest';
import { keepInStep, type Receivers } from '../../../../pwa/call/sfu/lip-sync.ts';
import { createFakeClock, settled } from '../fakes/clock.ts';

interface FakeReceiver {
  jitterBufferTarget: number | null;
  readonly stats: { jitterBufferDelay: number; jitterBufferEmittedCount: number };
}

function receiver(): FakeReceiver {
  return { jitterBufferTarget: null, stats: { jitterBufferDelay: 0, jitterBufferEmittedCount: 0 } };
}

function person(...names: readonly ('microphone' | 'camera')[]) {
  const fakes = new Map(names.map((name) => [name, receiver()]));
  const receivers = new Map(
    [...fakes].map(([name, fake]) => [
      name,
      Object.assign(fake, {
        getStats: async () => new Map([['a', { type: 'inbound-rtp', ...fake.stats }]]),
      }),
    ]),
  ) as unknown as Receivers;
  return { fakes, receivers };
}

/** A second in which every sample has waited for so long. */
function wait(fake: FakeReceiver | undefined, ms: number): void {
  if (fake === undefined) throw new Error('there is no such receiver');
  fake.stats.jitterBufferDelay += 48_000 * (ms / 1_000);
  fake.stats.jitterBufferEmittedCount += 48_000;
}

test('a picture waits as long as its sound has lately', async () => {
  const clock = createFakeClock();
  const { fakes, receivers } = person('microphone', 'camera');
  const stop = keepInStep(() => [receivers], clock);
  const targets: (number | null | undefined)[] = [];
  for (const ms of [500, 80, 120, 900]) {
    wait(fakes.get('microphone'), ms);
    clock.advance(1_000);
    await settled();
    targets.push(fakes.get('camera')?.jitterBufferTarget);
  }
  expect(targets).toEqual([null, 80, 120, 400]);
  stop();
  expect(clock.timers()).toBe(0);
});

test('figures that are refused once are asked for again', async () => {
  const clock = createFakeClock();
  const { fakes, receivers } = person('microphone', 'camera');
  let asked = 0;
  Object.assign(fakes.get('microphone') ?? {}, {
    async getStats() {
      asked += 1;
      throw new Error('closed');
    },
  });
  const stop = keepInStep(() => [receivers], clock);
  for (let second = 0; second < 3; second += 1) {
    clock.advance(1_000);
    await settled();
  }
  expect(asked).toBe(3);
  stop();
});

test('a picture without sound waits for nothing', async () => {
  const clock = createFakeClock();
  const { fakes, receivers } = person('camera');
  keepInStep(() => [receivers], clock);
  clock.advance(3_000);
  await settled();
  expect(fakes.get('camera')?.jitterBufferTarget).toBeNull();
});
