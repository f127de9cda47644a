import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../edge/dev/ports.ts';
import { type Stack, type StackOptions, startStack } from '../../edge/dev/stack.ts';

export type { Stack } from '../../edge/dev/stack.ts';

/** A server side of its own: a free port, and nothing stored before or left behind after. */
export async function startTestStack(
  options: Pick<StackOptions, 'settings' | 'turn'> = {},
): Promise<Stack> {
  const persistTo = await mkdtemp(join(tmpdir(), 'holler-test-'));
  const discard = () => rm(persistTo, { recursive: true, force: true });
  try {
    const stack = await startStack({ ...options, port: await freePort(), persistTo });
    return { ...stack, stop: () => stack.stop().finally(discard) };
  } catch (error) {
    await discard();
    throw error;
  }
}
