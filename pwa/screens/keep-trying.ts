const firstPauseMs = 2_000;
const longestPauseMs = 30_000;

/** Tries until it works, after pauses that grow, and as soon as there is a network again; the answer gives up. */
export function keepTrying(attempt: () => Promise<boolean>): () => void {
  const trying = new AbortController();
  const { signal } = trying;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;

  async function go(): Promise<void> {
    clearTimeout(timer);
    if (await attempt()) trying.abort();
    if (signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(go, pauseMs);
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }

  addEventListener('online', go, { signal });
  void go();
  return () => {
    trying.abort();
    clearTimeout(timer);
  };
}
