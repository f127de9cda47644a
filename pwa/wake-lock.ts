interface WakeLockPorts {
  /** Absent in some browsers; then the screen sleeps when it wants to. */
  readonly wakeLock: WakeLock | undefined;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener'>;
}

/** Keeps the screen on until the signal aborts. Browsers drop the lock with the page's visibility. */
export function createKeepAwake({ wakeLock, page }: WakeLockPorts): (signal: AbortSignal) => void {
  return (signal) => {
    if (wakeLock === undefined) return;
    let held: WakeLockSentinel | undefined;
    const hold = async () => {
      if (page.visibilityState !== 'visible') return;
      try {
        held = await wakeLock.request('screen');
        if (signal.aborted) await held.release();
      } catch {
        // Refused, for instance on a low battery: the call goes on without.
      }
    };
    page.addEventListener('visibilitychange', hold, { signal });
    signal.addEventListener('abort', () => void held?.release(), { once: true });
    void hold();
  };
}
