export interface Smoothness {
  readonly framesPerSecond: number;
  /** The longest that a script ran; 0 when none held up a frame. */
  readonly longestScriptMs: number;
}

interface LongFrame extends PerformanceEntry {
  readonly scripts: readonly PerformanceEntry[];
}

/** Runs in a page: how often it paints for some time, and what of its scripts kept it from painting. */
export async function watchSmoothness(durationMs: number): Promise<Smoothness> {
  let longestScriptMs = 0;
  const note = (entries: PerformanceObserverEntryList) => {
    const scripts = (entries.getEntries() as LongFrame[]).flatMap((frame) => frame.scripts);
    for (const { duration } of scripts) longestScriptMs = Math.max(longestScriptMs, duration);
  };
  const observer = new PerformanceObserver(note);
  observer.observe({ type: 'long-animation-frame' });
  let frames = 0;
  const startedAt = performance.now();
  const elapsedMs = await new Promise<number>((resolve) => {
    const count = (now: number) => {
      if (now - startedAt >= durationMs) return resolve(now - startedAt);
      frames += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  observer.disconnect();
  return { framesPerSecond: (frames / elapsedMs) * 1_000, longestScriptMs };
}
