export type Better = 'lower' | 'higher';

export interface Summary {
  readonly p50: number;
  /** What 95 of 100 runs are at least as good as. */
  readonly p95: number;
  readonly worst: number;
  readonly runs: number;
}

/** The smallest sample that is not exceeded by `fraction` of them (nearest rank: never an invented value). */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(fraction * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError('no percentile of nothing');
  return value;
}

export function summarise(samples: readonly number[], better: Better = 'lower'): Summary {
  // What is better when higher is summarised upside down.
  const sign = better === 'lower' ? 1 : -1;
  const signed = samples.map((sample) => sign * sample);
  const at = (fraction: number) => sign * percentile(signed, fraction);
  return { p50: at(0.5), p95: at(0.95), worst: at(1), runs: samples.length };
}

export function ratioOf(ours: number, theirs: number): number {
  return theirs === 0 ? Number.POSITIVE_INFINITY : ours / theirs;
}
