const firstDelayMs = 250;
/** While an outage is young, an edge that restarts must find us back within two seconds. */
const youngOutageMs = 30_000;
const youngCapMs = 1_000;
const oldCapMs = 5_000;

/** How long to wait before attempt number `attempt` (from 0) of an outage; `fraction` is random. */
export function retryDelayMs(attempt: number, outageMs: number, fraction: number): number {
  if (attempt === 0) return 0;
  const capMs = outageMs < youngOutageMs ? youngCapMs : oldCapMs;
  // Jitter, because everybody in a room loses the edge at the same moment.
  return Math.min(capMs, firstDelayMs * 2 ** (attempt - 1)) * (0.75 + fraction / 4);
}

/**
 * How long an attempt may take until the edge has spoken. Short, because TCP repeats a lost SYN ever
 * later and a fresh attempt finds the network sooner; but one in three waits, for networks that are slow.
 */
export function attemptTimeoutMs(attempt: number): number {
  return attempt % 3 === 1 ? 12_000 : 4_000;
}
