import { expect, test } from 'vitest';
import { createServerClock } from '../../../../pwa/call/room-line/server-clock.ts';

test('the offset is 0 until the server has spoken', () => {
  expect(createServerClock().offsetMs()).toBe(0);
});

test('the server is taken to have written half-way between question and answer', () => {
  const clock = createServerClock();
  clock.heard(1_000, 1_200, 5_100);
  expect(clock.offsetMs()).toBe(4_000);
});

test('the quickest exchange is believed, whenever it was', () => {
  const clock = createServerClock();
  clock.heard(1_000, 1_400, 5_300);
  clock.heard(2_000, 2_020, 6_010);
  clock.heard(3_000, 3_900, 7_700);
  expect(clock.offsetMs()).toBe(4_000);
});

test('an old exchange is forgotten: the machine may have set its clock', () => {
  const clock = createServerClock();
  clock.heard(1_000, 1_001, 9_000);
  for (let time = 2_000; time < 6_000; time += 1_000) clock.heard(time, time + 50, time + 25);
  expect(clock.offsetMs()).toBe(0);
});

test('an exchange during which the clock was set back counts for nothing', () => {
  const clock = createServerClock();
  clock.heard(9_000, 1_000, 5_000);
  expect(clock.offsetMs()).toBe(0);
});
