import { describe, expect, it } from 'vitest';
import { createDirectAgain } from '../../../../pwa/call/mesh/direct-again.ts';
import { createFakeClock } from '../fakes/clock.ts';

function setUp() {
  const clock = createFakeClock();
  const tries: number[] = [];
  const start = clock.now();
  const again = createDirectAgain(() => tries.push(clock.now() - start), clock);
  return { clock, tries, again };
}

describe('the search for a direct way', () => {
  it('never begins on a direct link', () => {
    const { clock, tries, again } = setUp();
    again.routed('direct');
    again.recover();
    clock.advance(3_600_000);
    expect(tries).toEqual([]);
    expect(clock.timers()).toBe(0);
  });

  it('goes on, ever more rarely, while the link is relayed', () => {
    const { clock, tries, again } = setUp();
    again.routed('relayed');
    clock.advance(3_600_000);
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(tries[0]).toBe(60_000);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(tries.length).toBeLessThan(12);
  });

  it('ends with the first direct packet', () => {
    const { clock, tries, again } = setUp();
    again.routed('relayed');
    again.routed('direct');
    clock.advance(600_000);
    expect(tries).toEqual([]);
  });

  it('begins at once when the network changes', () => {
    const { tries, again } = setUp();
    again.routed('relayed');
    again.recover();
    expect(tries).toEqual([0]);
  });
});
