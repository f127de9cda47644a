import { expect, test } from 'vitest';
import { keepInStep, type Receivers } from '../../../../pwa/call/sfu/lip-sync.ts';
import { createFakeClock, settled } from '../fakes/clock.ts';

interface FakeReceiver {
  jitterBufferTarget: number | null;
  readonly stats: { jitterBufferMinimumDelay: number; jitterBufferEmittedCount: number };
}

function receiver(): FakeReceiver {
  return {
    jitterBufferTarget: null,
    stats: { jitterBufferMinimumDelay: 0, jitterBufferEmittedCount: 0 },
  };
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

/** Half a second in which everything has had to wait for so long. */
function wait(fake: FakeReceiver | undefined, ms: number): void {
  if (fake === undefined) throw new Error('there is no such receiver');
  fake.stats.jitterBufferMinimumDelay += 24_000 * (ms / 1_000);
  fake.stats.jitterBufferEmittedCount += 24_000;
}

test('picture and sound wait as long as the slower of them needs, and less again step by step', async () => {
  const clock = createFakeClock();
  const { fakes, receivers } = person('microphone', 'camera');
  const [microphone, camera] = [fakes.get('microphone'), fakes.get('camera')];
  const stop = keepInStep(() => [receivers], clock);
  const targets: (number | null | undefined)[] = [];
  for (const [soundMs, pictureMs] of [
    [30, 30],
    [30, 350],
    [420, 90],
    [30, 30],
    [30, 5_000],
  ] as const) {
    wait(microphone, soundMs);
    wait(camera, pictureMs);
    clock.advance(500);
    await settled();
    targets.push(camera?.jitterBufferTarget);
    expect(microphone?.jitterBufferTarget).toBe(camera?.jitterBufferTarget);
  }
  expect(targets).toEqual([200, 350, 420, 410, 800]);
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
  for (let time = 0; time < 3; time += 1) {
    clock.advance(500);
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
