import { setTimeout as delay } from 'node:timers/promises';
import { S3Error } from '../storage/s3.ts';

const firstWaitMs = 500;

export interface Patience {
  readonly signal: AbortSignal;
  readonly longestWaitMs: number;
  /** Whether trying again can help. */
  isPassing(error: unknown): boolean;
}

/** Tries until it works, waiting longer each time. */
export async function withPatience<T>(
  attempt: () => Promise<T>,
  { signal, longestWaitMs, isPassing }: Patience,
): Promise<T> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await delay(waitMs, undefined, { signal });
  }
}

/** Of what a storage did: whatever is not an answer is a line that is down. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof S3Error)) return true;
  return error.status >= 500 || [408, 425, 429].includes(error.status);
}
