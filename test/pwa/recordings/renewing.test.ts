import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRenewing } from '../../../pwa/recordings/renewing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(...answers: boolean[]) {
  const renew = vi.fn(async () => answers.shift() ?? true);
  const tell = vi.fn<(isUnreachable: boolean) => void>();
  return { renew, tell, renewing: createRenewing({ renew, tell }) };
}

test('other addresses are asked for once, however often they are wanted meanwhile', async () => {
  const { renew, tell, renewing } = setUp(true, true);
  renewing.start();
  renewing.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(renew).toHaveBeenCalledOnce();
  expect(tell.mock.calls).toEqual([[false]]);
  renewing.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(renew).toHaveBeenCalledTimes(2);
});

test('without a network it goes on asking, says so after a while, and takes it back', async () => {
  const { renew, tell, renewing } = setUp(false, false, false, false, true);
  renewing.start();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(renew).toHaveBeenCalledTimes(2);
  expect(tell).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(tell).toHaveBeenLastCalledWith(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(renew).toHaveBeenCalledTimes(5);
  expect(tell).toHaveBeenLastCalledWith(false);
});

test('nobody asks for what is not watched any more', async () => {
  const { renew, tell, renewing } = setUp(false, false, false, false);
  renewing.start();
  await vi.advanceTimersByTimeAsync(0);
  renewing.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(renew).toHaveBeenCalledOnce();
  expect(tell).not.toHaveBeenCalled();
});
