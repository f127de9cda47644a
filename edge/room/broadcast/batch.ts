/** Nobody in a conversation notices it, and a busy room sends a fraction of the frames. */
export const batchMs = 80;

export interface BatchPorts<T> {
  /** Runs once, later; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
  send(items: readonly T[]): void;
}

/**
 * What comes alone is sent at once; what comes soon after waits for the rest of its moment, and is sent
 * together. The timer runs while there is something to wait for: a quiet room may sleep.
 */
export class Batch<T> {
  readonly #ports: BatchPorts<T>;
  #waiting: T[] = [];
  #endMoment: (() => void) | undefined;

  constructor(ports: BatchPorts<T>) {
    this.#ports = ports;
  }

  add(items: readonly T[]): void {
    if (items.length === 0) return;
    this.#waiting.push(...items);
    if (this.#endMoment === undefined) this.#beginMoment();
  }

  /** Sends these, and what they follow, without delay. */
  hurry(items: readonly T[]): void {
    this.#waiting.push(...items);
    this.#flush();
  }

  /** There is nobody left to send anything to. */
  stop(): void {
    this.#endMoment?.();
    this.#endMoment = undefined;
    this.#waiting = [];
  }

  #beginMoment(): void {
    this.#flush();
    this.#endMoment = this.#ports.after(batchMs, () => {
      this.#endMoment = undefined;
      if (this.#waiting.length > 0) this.#beginMoment();
    });
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const items = this.#waiting;
    this.#waiting = [];
    this.#ports.send(items);
  }
}
