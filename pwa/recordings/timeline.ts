/** Several files that are one recording: it was interrupted, and went on. */
export type Lengths = readonly { readonly durationMs: number }[];

/** A moment, as a player finds it. */
export interface Place {
  readonly part: number;
  readonly offsetMs: number;
}

export function placeAt(parts: Lengths, atMs: number): Place {
  let offsetMs = Math.max(0, atMs);
  for (const [part, { durationMs }] of parts.entries()) {
    if (offsetMs < durationMs || part === parts.length - 1) {
      return { part, offsetMs: Math.min(offsetMs, durationMs) };
    }
    offsetMs -= durationMs;
  }
  return { part: 0, offsetMs: 0 };
}

export function momentOf(parts: Lengths, { part, offsetMs }: Place): number {
  return startOf(parts, part) + offsetMs;
}

export function startOf(parts: Lengths, part: number): number {
  return parts.slice(0, part).reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** Which one is running at a moment; -1 before the first. They come in order. */
export function runningAt(chapters: readonly { readonly atMs: number }[], moment: number): number {
  return chapters.findLastIndex(({ atMs }) => atMs <= moment);
}
