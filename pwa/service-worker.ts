import { effect, type ReadonlySignal } from '@preact/signals-core';

interface ShellPorts {
  readonly workers: ServiceWorkerContainer;
  readonly locks: LockManager;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener'>;
  readonly inCall: ReadonlySignal<boolean>;
  reload(): void;
}

/** Held, shared, by every tab that is in a call; whoever gets it alone may replace the shell. */
const lockName = 'holler-call';

/**
 * Keeps the shell for offline use, and up to date. A new version waits until no tab of this browser is
 * in a call and this one is out of sight, so that nobody sees the page reload.
 */
export async function keepShell(ports: ShellPorts): Promise<void> {
  holdLockInCalls(ports);
  const registration = await ports.workers.register('/sw.js');
  // Another tab has replaced the shell; what this one would load lazily is gone.
  ports.workers.addEventListener('controllerchange', () => ports.reload());
  const update = () => void updateWhenFree(registration, ports);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', update);
  });
  ports.page.addEventListener('visibilitychange', update);
  update();
}

function holdLockInCalls({ locks, inCall }: ShellPorts): void {
  effect(() => {
    if (!inCall.value) return;
    const call = new AbortController();
    const over = new Promise<void>((resolve) => {
      call.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    void locks.request(lockName, { mode: 'shared' }, () => over);
    return () => call.abort();
  });
}

async function updateWhenFree(
  registration: ServiceWorkerRegistration,
  { locks, page }: ShellPorts,
): Promise<void> {
  if (registration.waiting === null || page.visibilityState === 'visible') return;
  await locks.request(lockName, { ifAvailable: true }, (lock) => {
    if (lock !== null) registration.waiting?.postMessage({ type: 'SKIP_WAITING' });
  });
}
