import type { MediaConnection } from 'peerjs';
import { describe, expect, it } from 'vitest';
import { createHeldCalls } from '../../../../pwa/call/mesh/held-calls.ts';
import { createFakeClock } from '../fakes/clock.ts';

function fakeCall(peer: string) {
  const call = {
    peer,
    closed: false,
    close: () => {
      call.closed = true;
    },
  };
  return call as typeof call & MediaConnection;
}

describe('a call from a page that the room has yet to tell of', () => {
  it('waits and is answered when the news comes', () => {
    const held = createHeldCalls(createFakeClock());
    const call = fakeCall('a');
    held.hold(call);
    expect(held.take('a')).toBe(call);
    expect(held.take('a')).toBeUndefined();
    expect(call.closed).toBe(false);
  });

  it('is refused when no news comes', () => {
    const clock = createFakeClock();
    const held = createHeldCalls(clock);
    const call = fakeCall('a');
    held.hold(call);
    clock.advance(10_000);
    expect(call.closed).toBe(true);
    expect(held.take('a')).toBeUndefined();
  });

  it('is replaced by a later one from the same page', () => {
    const held = createHeldCalls(createFakeClock());
    const [first, second] = [fakeCall('a'), fakeCall('a')];
    held.hold(first);
    held.hold(second);
    expect(first.closed).toBe(true);
    expect(held.take('a')).toBe(second);
  });

  it('is one of few: a flood is refused at once', () => {
    const held = createHeldCalls(createFakeClock());
    const calls = Array.from({ length: 50 }, (_, index) => fakeCall(`p${index}`));
    for (const call of calls) held.hold(call);
    expect(calls.filter(({ closed }) => !closed).length).toBeLessThan(10);
  });

  it('leaves no timer behind', () => {
    const clock = createFakeClock();
    const held = createHeldCalls(clock);
    held.hold(fakeCall('a'));
    held.hold(fakeCall('b'));
    held.take('a');
    held.close();
    expect(clock.timers()).toBe(0);
  });
});
