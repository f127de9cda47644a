const defaultTimeoutMs = 5_000;

/** What arrived, in order. `take` consumes the first that fits, or waits for it. */
export interface Inbox<T> {
  /** Everything that ever arrived, taken or not. */
  readonly history: readonly T[];
  take<S extends T>(what: string, fits: (item: T) => item is S, timeoutMs?: number): Promise<S>;
  take(what: string, fits: (item: T) => boolean, timeoutMs?: number): Promise<T>;
}

export interface InboxSource<T> extends Inbox<T> {
  put(item: T): void;
  /** Nothing will come any more: whoever still waits is told why at once, not at a timeout. */
  end(why: string): void;
}

interface Waiter<T> {
  fits(item: T): boolean;
  settle(item: T): void;
  fail(why: string): void;
}

export function createInbox<T>(owner: string): InboxSource<T> {
  const history: T[] = [];
  const pending: T[] = [];
  const waiters = new Set<Waiter<T>>();
  let ended: string | undefined;

  function take(what: string, fits: (item: T) => boolean, timeoutMs = defaultTimeoutMs) {
    const index = pending.findIndex(fits);
    const [found] = index < 0 ? [] : pending.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    if (ended !== undefined) return Promise.reject(new Error(explain(what, ended)));
    return wait(what, fits, timeoutMs);
  }

  function wait(what: string, fits: (item: T) => boolean, timeoutMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.fail(`it did not come in ${timeoutMs} ms`), timeoutMs);
      const stop = () => {
        clearTimeout(timer);
        waiters.delete(waiter);
      };
      const waiter: Waiter<T> = {
        fits,
        settle: (item) => {
          stop();
          resolve(item);
        },
        fail: (why) => {
          stop();
          reject(new Error(explain(what, why)));
        },
      };
      waiters.add(waiter);
    });
  }

  function explain(what: string, why: string): string {
    const lately = history.slice(-5).map((item) => JSON.stringify(item)?.slice(0, 200));
    return `${owner} waited for ${what}: ${why}. Lately: ${lately.join(' ') || 'nothing'}`;
  }

  return {
    history,
    take: take as Inbox<T>['take'],
    put: (item) => {
      history.push(item);
      const waiter = [...waiters].find((each) => each.fits(item));
      if (waiter) waiter.settle(item);
      else pending.push(item);
    },
    end: (why) => {
      ended = why;
      for (const waiter of [...waiters]) waiter.fail(why);
    },
  };
}
