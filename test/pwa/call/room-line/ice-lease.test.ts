import { beforeEach, expect, test } from 'vitest';
import { createIceLease, type IceLease } from '../../../../pwa/call/room-line/ice-lease.ts';
import { createFakeClock, type FakeClock, settled } from '../fakes/clock.ts';

const minuteMs = 60_000;
let clock: FakeClock;
let asked: number;
let lease: IceLease;

beforeEach(() => {
  clock = createFakeClock(0);
  asked = 0;
  lease = createIceLease({
    clock,
    serverNow: clock.now,
    askForNew: () => {
      asked += 1;
    },
  });
});

function servers(expiresAt: number | null) {
  return { servers: [{ urls: [`turn:${expiresAt}`] }], expiresAt };
}

test.each([null, 10 * minuteMs])(
  'servers that are good until %s are given as they are',
  async (expiresAt) => {
    lease.renew(servers(expiresAt));
    await expect(lease.get()).resolves.toEqual(servers(expiresAt));
    expect(asked).toBe(0);
  },
);

test('servers about to expire are renewed once for all who ask', async () => {
  lease.renew(servers(minuteMs));
  const both = Promise.all([lease.get(), lease.get()]);
  await settled();
  expect(asked).toBe(1);
  lease.renew(servers(60 * minuteMs));
  await expect(both).resolves.toEqual([servers(60 * minuteMs), servers(60 * minuteMs)]);
  expect(clock.timers()).toBe(0);
});

test('when the room does not answer, old servers are better than none', async () => {
  lease.renew(servers(minuteMs));
  const old = lease.get();
  await settled();
  clock.advance(3_000);
  await expect(old).resolves.toEqual(servers(minuteMs));
});

test('closing answers who waits and leaves no timer', async () => {
  lease.renew(servers(minuteMs));
  const old = lease.get();
  await settled();
  lease.close();
  await expect(old).resolves.toEqual(servers(minuteMs));
  expect(clock.timers()).toBe(0);
});
