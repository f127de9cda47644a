import { limits } from '../../../edge/protocol/limits.ts';
import type { Clock } from '../ports.ts';

/** Beats that may stay unanswered. Counted, not timed: in a hidden tab timers come late. */
const toleratedSilentBeats = 2;
const probeTimeoutMs = 2_000;

export interface Heartbeat {
  /** Anything at all came in. */
  heard(): void;
  /** After sleep or a network change: find out now. */
  probe(): void;
  stop(): void;
}

/** Tells a socket that is dead from one that is quiet. */
export function createHeartbeat(clock: Clock, beat: () => void, died: () => void): Heartbeat {
  let silentBeats = 0;
  let cancelProbe: (() => void) | undefined;
  let cancelBeat = clock.after(limits.pingIntervalMs, next);

  function next(): void {
    if (silentBeats >= toleratedSilentBeats) return died();
    silentBeats += 1;
    beat();
    cancelBeat = clock.after(limits.pingIntervalMs, next);
  }

  function heard(): void {
    silentBeats = 0;
    cancelProbe?.();
    cancelProbe = undefined;
  }

  return {
    heard,
    probe() {
      if (cancelProbe !== undefined) return;
      cancelProbe = clock.after(probeTimeoutMs, died);
      beat();
    },
    stop() {
      cancelBeat();
      cancelProbe?.();
    },
  };
}
