const pauseMs = 3_000;
/** A moment without a network passes by itself; then somebody should know why nothing moves. */
const silentFailures = 2;

export interface RenewingPorts {
  /** Resolves to whether there are other addresses now. */
  renew(): Promise<boolean>;
  /** Whether whoever waits should be told that it takes long. */
  tell(isUnreachable: boolean): void;
}

export interface Renewing {
  /** Until it works; one at a time. */
  start(): void;
  close(): void;
}

/** Asks for other addresses of what is played, for as long as it takes. */
export function createRenewing({ renew, tell }: RenewingPorts): Renewing {
  let isOpen = true;
  let isAsking = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    isAsking = true;
    const isRenewed = await renew();
    if (!isOpen) return;
    if (isRenewed) {
      isAsking = false;
      failures = 0;
      return tell(false);
    }
    failures += 1;
    if (failures > silentFailures) tell(true);
    timer = setTimeout(ask, pauseMs);
  }

  return {
    start() {
      if (!isAsking && isOpen) void ask();
    },
    close() {
      isOpen = false;
      clearTimeout(timer);
    },
  };
}
