import type { Clock } from '../ports.ts';
import type { Route } from '../rtc/connection-stats.ts';

export interface DirectAgain {
  routed(route: Route): void;
  recover(): void;
  close(): void;
}

const firstTryMs = 60_000;
const maxTryMs = 15 * 60_000;

/**
 * A relay costs time and somebody's money, so a relayed link looks for a direct way again: when the
 * network changes, and now and then, ever more rarely. A direct link never asks.
 */
export function createDirectAgain(tryDirect: () => void, clock: Clock): DirectAgain {
  let waitMs = firstTryMs;
  let relayed = false;
  let cancel = () => {};

  function wait(): void {
    cancel();
    cancel = clock.after(waitMs, () => {
      waitMs = Math.min(maxTryMs, waitMs * 2);
      tryDirect();
      wait();
    });
  }

  return {
    routed(route) {
      if (relayed === (route === 'relayed')) return;
      relayed = route === 'relayed';
      cancel();
      if (relayed) wait();
    },
    recover() {
      if (!relayed) return;
      waitMs = firstTryMs;
      tryDirect();
      wait();
    },
    close: () => cancel(),
  };
}
