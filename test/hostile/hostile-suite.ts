import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Stack, startTestStack } from '../support/test-stack.ts';
import {
  type Elsewhere,
  type HostileScene,
  openElsewhere,
  openHostileScene,
} from './hostile-scene.ts';

export interface HostileSuite {
  readonly stack: Stack;
  readonly scene: HostileScene;
  readonly elsewhere: Elsewhere;
}

/**
 * Every test of the file attacks a room; afterwards its two people and their neighbour are asked. A room
 * that attackers enter is a fresh one for each test.
 */
export function hostileSuite(
  room: 'fresh' | 'shared',
  options: Parameters<typeof startTestStack>[0] = {},
): HostileSuite {
  let stack: Stack | undefined;
  let elsewhere: Elsewhere | undefined;
  let scene: HostileScene | undefined;
  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('asked for before the suite started');
    return value;
  };

  beforeAll(async () => {
    stack = await startTestStack(options);
  }, 60_000);
  beforeEach(async () => {
    const { origin } = ready(stack);
    // Whoever was disturbed has failed the test in which it happened, and not those after it.
    if (!elsewhere?.member.client.isOpen) elsewhere = await openElsewhere(origin);
    if (room === 'fresh' || scene === undefined) {
      scene = await openHostileScene(origin, elsewhere);
    }
  });
  afterEach(async () => {
    await ready(scene).expectUnharmed();
    if (room === 'fresh') ready(scene).close();
  });
  afterAll(() => {
    scene?.close();
    return stack?.stop();
  });

  return {
    get stack() {
      return ready(stack);
    },
    get scene() {
      return ready(scene);
    },
    get elsewhere() {
      return ready(elsewhere);
    },
  };
}
