import type { Clock } from '../ports.ts';
import type { Route } from './connection-stats.ts';

export interface RouteWatch {
  /** Look now: something may have changed. */
  look(): void;
  close(): void;
}

/** Chromium says when the route changes; this is for browsers that do not. */
const pollMs = 10_000;

/** Reports the route of a connected link, now and whenever it changes. */
export function createRouteWatch(
  read: () => Promise<Route | null>,
  report: (route: Route) => void,
  clock: Clock,
): RouteWatch {
  let open = true;
  let cancel = () => {};

  async function look(): Promise<void> {
    cancel();
    const route = await read();
    if (!open) return;
    if (route !== null) report(route);
    cancel();
    cancel = clock.after(pollMs, () => void look());
  }

  return {
    look: () => void look(),
    close() {
      open = false;
      cancel();
    },
  };
}
