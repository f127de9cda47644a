/** A frame that was shown, and the track that it came from. */
export interface Frame {
  readonly at: number;
  readonly track: string;
}

interface Stretch {
  /** Noted as it ends. */
  readonly at: number;
  readonly ms: number;
}

/** What was heard of somebody: when it came from another track, when it paused, and when it was twice as loud. */
export interface Hearing {
  readonly switches: readonly number[];
  readonly pauses: readonly Stretch[];
  readonly louder: readonly Stretch[];
}

export interface Gaps {
  /** The longest from a second before the track changed to three after it. */
  readonly moveMs: number;
  /** The longest in as long a time that ends when the move was asked for. */
  readonly quietMs: number;
}

export const beforeMs = 1_000;
export const afterMs = 3_000;
export const quietMs = beforeMs + afterMs;

/** When this picture first came from another track; null when it did not. */
export function crossingOf(frames: readonly Frame[], askedAt = 0): number | null {
  const crossed = frames.find(
    ({ at, track }, index) => index > 0 && at > askedAt && track !== frames[index - 1]?.track,
  );
  return crossed?.at ?? null;
}

/** Null when it never crossed. */
export function pictureGaps(frames: readonly Frame[], askedAt: number): Gaps | null {
  const crossedAt = crossingOf(frames, askedAt);
  if (crossedAt === null) return null;
  return {
    moveMs: longestBetween(frames, crossedAt - beforeMs, crossedAt + afterMs),
    quietMs: longestBetween(frames, askedAt - quietMs, askedAt),
  };
}

/** Of the times between two frames that lie in the window in part. */
function longestBetween(frames: readonly Frame[], from: number, until: number): number {
  const gaps = frames.map(({ at }, index) => {
    const before = frames[index - 1]?.at ?? at;
    return at > from && before < until ? at - before : 0;
  });
  return Math.max(0, ...gaps);
}

export function soundGaps(hearing: Hearing, askedAt: number): Gaps | null {
  return longestAround(hearing.pauses, hearing, askedAt);
}

/** For how long somebody was heard twice. */
export function doubledSound(hearing: Hearing, askedAt: number): Gaps | null {
  return longestAround(hearing.louder, hearing, askedAt);
}

function longestAround(
  stretches: readonly Stretch[],
  { switches }: Hearing,
  askedAt: number,
): Gaps | null {
  const crossedAt = switches.find((at) => at > askedAt);
  if (crossedAt === undefined) return null;
  const longest = (from: number, until: number) =>
    Math.max(
      0,
      ...stretches.filter(({ at, ms }) => at > from && at - ms < until).map(({ ms }) => ms),
    );
  return {
    moveMs: longest(crossedAt - beforeMs, crossedAt + afterMs),
    quietMs: longest(askedAt - quietMs, askedAt),
  };
}
