/** The one alarm of a room: it only ever moves closer, and finds out itself what is due and what comes next. */
export class Alarm {
  readonly #ctx: DurableObjectState;
  #at: number | null = null;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  async recall(): Promise<void> {
    this.#at = await this.#ctx.storage.getAlarm();
  }

  rang(): void {
    this.#at = null;
  }

  /** Undefined when there is nothing left to wake up for. */
  wakeAt(deadline: number | undefined): void {
    if (deadline === undefined) {
      if (this.#at !== null) this.#ctx.waitUntil(this.#ctx.storage.deleteAlarm());
      this.#at = null;
    } else if (this.#at === null || deadline < this.#at) {
      this.#at = deadline;
      this.#ctx.waitUntil(this.#ctx.storage.setAlarm(deadline));
    }
  }
}
