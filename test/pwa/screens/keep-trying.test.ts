import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepTrying } from '../../../pwa/screens/keep-trying.ts';

const page = new EventTarget();
let tries = 0;
let works = false;
const attempt = async () => {
  tries += 1;
  return works;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  tries = 0;
  works = false;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what fails is tried again, less and less often, until it works', async () => {
  keepTrying(attempt);
  await vi.advanceTimersByTimeAsync(0);
  expect(tries).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tries).toBe(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(tries).toBe(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(tries).toBe(3);
  works = true;
  await vi.advanceTimersByTimeAsync(8_000);
  expect(tries).toBe(4);
  page.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(tries).toBe(4);
});

test('a network that is back is used at once, and by one try after the other', async () => {
  const giveUp = keepTrying(attempt);
  await vi.advanceTimersByTimeAsync(0);
  page.dispatchEvent(new Event('online'));
  page.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(tries).toBe(3);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(tries).toBeLessThan(10);
  giveUp();
  const before = tries;
  page.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(tries).toBe(before);
});
