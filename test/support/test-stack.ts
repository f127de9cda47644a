import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../edge/dev/ports.ts';
import { type Stack, type StackOptions, startStack } from '../../edge/dev/stack.ts';

export type { Stack } from '../../edge/dev/stack.ts';

/** No test reaches a server outside. */
const withoutOutside = { STUN_URLS: '' };

/** A server side of its own: a free port, and nothing stored before or left behind after. */
export async function startTestStack(
  options: Partial<Pick<StackOptions, 'settings' | 'turn' | 'sfu' | 'recording' | 'port'>> = {},
): Promise<Stack> {
  const persistTo = await mkdtemp(join(tmpdir(), 'holler-test-'));
  const discard = () => rm(persistTo, { recursive: true, force: true });
  try {
    const stack = await startStack({
      ...options,
      settings: { ...withoutOutside, ...options.settings },
      port: options.port ?? (await freePort()),
      persistTo,
      frozen: true,
    });
    await stack.sfu?.ready.catch((error: unknown) =>
      stack.stop().then(() => Promise.reject(error)),
    );
    return { ...stack, stop: () => stack.stop().finally(discard) };
  } catch (error) {
    await discard();
    throw error;
  }
}
