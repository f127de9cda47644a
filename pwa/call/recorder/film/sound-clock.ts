/** Where a piece of sound belongs in a film whose sound must have no holes. */
export interface Placement {
  /** Samples of silence before it. */
  readonly silence: number;
  /** Samples at its start that are left out. */
  readonly skipped: number;
}

export interface SoundClock {
  /** When the piece belongs into the film, in seconds, and how many samples it has. */
  place(startSeconds: number, samples: number): Placement;
}

/** Less is not heard, and mending it would be: each mend is a click. */
const toleranceSeconds = 0.04;

/** Keeps sound at its place in the film: a sound card and a computer never count seconds alike. */
export function createSoundClock(sampleRate: number): SoundClock {
  let written = 0;
  return {
    place(startSeconds, samples) {
      const offset = Math.round(startSeconds * sampleRate) - written;
      const isFirst = written === 0;
      const isClose = Math.abs(offset) <= toleranceSeconds * sampleRate;
      const mended = isClose && !isFirst ? 0 : offset;
      const silence = Math.max(0, mended);
      const skipped = Math.min(samples, Math.max(0, -mended));
      written += silence + samples - skipped;
      return { silence, skipped };
    },
  };
}

export interface LagMeter {
  /** The smallest lag of the last pieces: what is more is waiting, not distance. */
  measure(lagMs: number): number;
}

/** How far a clock is behind another, told from messages that are sometimes late and never early. */
export function createLagMeter(remembered: number): LagMeter {
  const lags: number[] = [];
  return {
    measure(lagMs) {
      lags.push(lagMs);
      if (lags.length > remembered) lags.shift();
      return Math.min(...lags);
    },
  };
}
