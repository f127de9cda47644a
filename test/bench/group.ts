import { type Better, ratioOf, type Summary, summarise } from './statistics.ts';

/** One line of the report; null where it does not apply. */
export interface Row {
  readonly group: string;
  readonly metric: string;
  /** Tells apart the sizes at which one metric is measured. */
  readonly variant: string | null;
  readonly unit:
    | 'ms'
    | 'kB'
    | 'MB'
    | 'kb/s'
    | 'per second'
    | 'per minute'
    | 'per two minutes'
    | '% of a core'
    | 'pictures';
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  readonly runs: number;
  readonly target: string | null;
  readonly ok: boolean | null;
  /** The figure of whatever it was measured beside, at the target's percentile. */
  readonly peer: number | null;
  readonly ratio: number | null;
}

export interface BenchContext {
  readonly runs: number;
  readonly signal: AbortSignal;
  /** Only these metrics, or all when there are none. */
  wants(metric: string): boolean;
  progress(sentence: string): void;
}

/** What a file in `groups/` exports as `group`. */
export interface Group {
  readonly name: string;
  measure(context: BenchContext): AsyncIterable<Row>;
}

type Target =
  | { readonly kind: 'at most' | 'at least'; readonly value: number; readonly at: keyof Limit }
  | { readonly kind: 'ratio at most'; readonly value: number; readonly at: keyof Limit }
  | { readonly kind: 'ratio at least'; readonly value: number; readonly at: keyof Limit };
type Limit = Pick<Summary, 'p50' | 'p95' | 'worst'>;

export interface Measured {
  readonly group: string;
  readonly metric: string;
  readonly variant?: string;
  readonly unit: Row['unit'];
  readonly samples: readonly number[];
  readonly better?: Better;
  /** The same, of what it is compared with. */
  readonly peerSamples?: readonly number[];
  readonly target?: Target;
}

/** Sums up what was measured and holds it to its target. */
export function rowOf(measured: Measured): Row {
  const { group, metric, variant = null, unit, samples, better, peerSamples, target } = measured;
  const summary = summarise(samples, better);
  const at = target?.at ?? 'p50';
  const peer = peerSamples === undefined ? null : summarise(peerSamples, better)[at];
  const ratio = peer ? ratioOf(summary[at], peer) : null;
  return {
    ...{ group, metric, variant, unit, ...summary },
    ...{ target: target === undefined ? null : inWords(target), peer, ratio },
    ok: target === undefined ? null : isMet(target, summary, ratio),
  };
}

function isMet(target: Target, summary: Summary, ratio: number | null): boolean {
  switch (target.kind) {
    case 'at most':
      return summary[target.at] <= target.value;
    case 'at least':
      return summary[target.at] >= target.value;
    case 'ratio at most':
      return ratio !== null && ratio <= target.value;
    case 'ratio at least':
      return ratio !== null && ratio >= target.value;
  }
}

function inWords({ kind, value, at }: Target): string {
  return `${kind} ${value} (${at})`;
}
