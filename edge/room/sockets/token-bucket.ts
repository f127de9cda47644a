/** How much one socket may say. */
export interface Allowance {
  readonly perSecond: number;
  readonly burst: number;
}

/** A person's clicks and a layout's wants; re-sends after a reconnect fit into the burst. */
export const roomAllowance: Allowance = { perSecond: 20, burst: 120 };

/** Candidates come in bursts when a call starts: four others, a dozen candidates each, and restarts. */
export const peerAllowance: Allowance = { perSecond: 250, burst: 500 };

/** A socket that goes on this far beyond its allowance is closed rather than answered. */
export const floodTolerance = 500;

export type Verdict = 'ok' | 'refuse' | 'close';

export class TokenBucket {
  readonly #allowance: Allowance;
  #tokens: number;
  #countedAt: number;
  /** What was refused of late; it is forgotten as fast as the allowance comes back. */
  #excess = 0;

  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance;
    this.#tokens = allowance.burst;
    this.#countedAt = now;
  }

  take(now: number): Verdict {
    const { perSecond, burst } = this.#allowance;
    const earned = (Math.max(0, now - this.#countedAt) / 1_000) * perSecond;
    this.#tokens = Math.min(burst, this.#tokens + earned);
    this.#excess = Math.max(0, this.#excess - earned);
    this.#countedAt = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 'ok';
    }
    this.#excess += 1;
    return this.#excess > floodTolerance ? 'close' : 'refuse';
  }
}
