import 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Completes the sentence "Skipped, because …", which stands at the end of `npm test`. */
    skipReason?: string;
  }
}

interface SkipOptions {
  readonly skip?: true;
  readonly meta?: { readonly skipReason: string };
}

/**
 * Options for vitest's `it` and `describe`: skipped for this reason, which the end of `npm test` repeats, or run
 * when there is none. `describe('coturn', skipBecause(program === null && 'coturn is not installed'), …)`
 */
export function skipBecause(reason: string | false | null): SkipOptions {
  if (reason === false || reason === null) return {};
  return { skip: true, meta: { skipReason: reason } };
}
