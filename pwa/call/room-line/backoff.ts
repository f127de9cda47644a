const firstDelayMs = 250;
/** While an outage is young, an edge that restarts must find us back within two seconds. */
const youngOutageMs = 30_000;
const youngCapMs = 1_000;
const oldCapMs = 5_000;

/** From the start of one attempt to that of number `attempt` (from 0) of an outage; `fraction` is random. */
export function retryDelayMs(attempt: number, outageMs: number, fraction: number): number {
  if (attempt === 0) return 0;
  const capMs = outageMs < youngOutageMs ? youngCapMs : oldCapMs;
  // Jitter, because everybody in a room loses the edge at the same moment.
  return Math.min(capMs, firstDelayMs * 2 ** (attempt - 1)) * (0.75 + fraction / 4);
}

/** Before anything is known of the network. */
const strangeTimeoutMs = 5_000;
const shortestTimeoutMs = 1_500;
const patientTimeoutMs = 12_000;

/**
 * How long an attempt may take until the edge has spoken; `usualMs` is what the last good one took.
 * Short at first: a server that is going down, and a SYN that was lost, leave an attempt hanging while
 * a fresh one would get through. Later, the network may just have become slow.
 */
export function attemptTimeoutMs(outageMs: number, usualMs: number | undefined): number {
  if (usualMs === undefined) return strangeTimeoutMs;
  if (outageMs >= youngOutageMs) return patientTimeoutMs;
  return Math.min(strangeTimeoutMs, Math.max(shortestTimeoutMs, 4 * usualMs));
}
