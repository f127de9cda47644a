import type { LineStats } from '../transport/transport.ts';
import { isMost, isStarved, lossSince, pairsOf, type Reading } from './line-signs.ts';

/**
 * Whose line makes pictures small. Of several connections most suffer only when their common end does; of a single
 * one to another person nobody can tell which end it is, so that is not claimed.
 */
export type Quality = 'good' | 'weak-here' | 'weak-between';

/** Concealment hides less than this. */
const weakLoss = 0.06;
/** People begin to talk at once. */
const weakRoundTripMs = 900;

export function qualityOf(before: Reading, now: Reading): Quality {
  const pairs = pairsOf(before, now);
  const weak = pairs.filter(([then, line]) => isWeak(then, line));
  if (!isMost(weak.length, pairs.length)) return 'good';
  return pairs.length === 1 && weak[0]?.[1].to === 'person' ? 'weak-between' : 'weak-here';
}

function isWeak(before: LineStats, now: LineStats): boolean {
  return (
    now.isRatedPoor ||
    isStarved(now) ||
    (now.roundTripMs ?? 0) >= weakRoundTripMs ||
    lossSince(before, now) >= weakLoss
  );
}

/** A call's first seconds are weak on every line, and a lift is no reason for a word. */
const weakForMs = 9_000;
/** Long enough that a line on the edge is not reported twice a minute. */
const goodForMs = 20_000;

export interface QualityWatch {
  /** What a person is told. */
  readonly told: Quality;
  /** Since when it has been otherwise. */
  readonly otherwiseSince: number | null;
}

export const newQualityWatch: QualityWatch = { told: 'good', otherwiseSince: null };

export function stepQuality(watch: QualityWatch, quality: Quality, at: number): QualityWatch {
  if (quality === watch.told) return { ...watch, otherwiseSince: null };
  const otherwiseSince = watch.otherwiseSince ?? at;
  const neededMs = quality === 'good' ? goodForMs : weakForMs;
  if (at - otherwiseSince < neededMs) return { ...watch, otherwiseSince };
  return { told: quality, otherwiseSince: null };
}
