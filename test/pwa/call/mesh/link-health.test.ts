import { describe, expect, it } from 'vitest';
import {
  type HealthInput,
  healthDeadline,
  type LinkHealth,
  pathOf,
  startHealth,
  stepHealth,
} from '../../../../pwa/call/mesh/link-health.ts';

/** A link whose deadlines are met on time; `effects` is what was done for it, and when. */
function run(start: LinkHealth, inputs: readonly (readonly [atMs: number, HealthInput])[]) {
  let health = start;
  const effects: (readonly [number, string])[] = [];
  const apply = (input: HealthInput, now: number) => {
    const step = stepHealth(health, input, now);
    health = step.health;
    if (step.effect) effects.push([now, step.effect]);
  };
  const meetDeadlines = (until: number) => {
    for (
      let due = healthDeadline(health);
      due !== null && due <= until;
      due = healthDeadline(health)
    ) {
      apply({ type: 'deadline' }, due);
    }
  };
  for (const [at, input] of inputs) {
    meetDeadlines(at);
    apply(input, at);
  }
  return {
    until(now: number) {
      meetDeadlines(now);
      return { health, effects };
    },
  };
}

const connected: LinkHealth = { phase: 'connected' };

describe('the health of a link', () => {
  it('asks for nothing while it is connected', () => {
    expect(healthDeadline(connected)).toBeNull();
    expect(stepHealth(connected, { type: 'recover' }, 0)).toEqual({ health: connected });
  });

  it('leaves a short interruption to heal by itself', () => {
    const { effects, health } = run(connected, [
      [0, { type: 'disconnected' }],
      [2_000, { type: 'connected' }],
    ]).until(60_000);
    expect(effects).toEqual([]);
    expect(health).toEqual(connected);
  });

  it('restarts ICE when an interruption lasts, at the latest after three seconds', () => {
    const { effects } = run(connected, [[0, { type: 'disconnected' }]]).until(3_000);
    expect(effects.map(([, effect]) => effect)).toEqual(['restart']);
  });

  it('restarts ICE at once when it has failed', () => {
    const { effects } = run(connected, [[5, { type: 'failed' }]]).until(6);
    expect(effects).toEqual([[5, 'restart']]);
  });

  it('dials again within about ten seconds of fruitless restarts', () => {
    const { effects } = run(connected, [[0, { type: 'failed' }]]).until(12_000);
    expect(effects.map(([, effect]) => effect)).toEqual([
      'restart',
      'restart',
      'restart',
      'redial',
    ]);
  });

  it('goes on dialling, ever more patiently, for as long as it takes', () => {
    const { effects } = run(connected, [[0, { type: 'failed' }]]).until(600_000);
    const redials = effects.filter(([, effect]) => effect === 'redial').map(([at]) => at);
    const waits = redials.slice(1).map((at, index) => at - (redials[index] ?? 0));
    expect(redials.length).toBeGreaterThan(25);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(20_000);
  });

  it('dials again when nobody answers the first time, and still says that it is connecting', () => {
    const { effects, health } = run(startHealth(0), []).until(10_000);
    expect(effects).toEqual([[10_000, 'redial']]);
    expect(pathOf(health, null)).toBe('connecting');
  });

  it('waits for the news that somebody left before it dials again what they closed', () => {
    const closed = run(connected, [[0, { type: 'closed' }]]);
    expect(closed.until(500).effects).toEqual([]);
    expect(closed.until(1_000).effects.map(([, effect]) => effect)).toEqual(['redial']);
  });

  it('helps at once when the network is back', () => {
    const lost = run(connected, [
      [0, { type: 'failed' }],
      [300_000, { type: 'recover' }],
    ]).until(300_000);
    expect(lost.effects.at(-1)).toEqual([300_000, 'redial']);
  });

  it('restarts for the other end, though nothing is wrong here', () => {
    const step = stepHealth(connected, { type: 'asked', known: true }, 0);
    expect(step).toEqual({ health: connected, effect: 'restart' });
  });

  it('dials for an end that has lost everything', () => {
    expect(stepHealth(connected, { type: 'asked', known: false }, 0).effect).toBe('redial');
  });

  it('does not help twice when both ends notice at the same moment', () => {
    const { effects } = run(connected, [
      [0, { type: 'failed' }],
      [100, { type: 'asked', known: true }],
      [200, { type: 'recover' }],
    ]).until(1_000);
    expect(effects).toEqual([[0, 'restart']]);
  });
});

describe('the path that people are told', () => {
  it.each([
    [{ phase: 'dialling', attempt: 1, since: 0 }, null, 'connecting'],
    [connected, 'relayed', 'relayed'],
    [{ phase: 'shaky', since: 0 }, 'direct', 'direct'],
    [{ phase: 'restarting', attempt: 1, since: 0 }, 'direct', 'lost'],
    [{ phase: 'redialling', attempt: 1, since: 0 }, 'direct', 'lost'],
  ] as const)('of %j over %s is %s', (health, route, path) => {
    expect(pathOf(health, route)).toBe(path);
  });
});
