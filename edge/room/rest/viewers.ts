import { viewerIntervalMs } from '../../protocol/recordings-rest.ts';

/** More are not told apart: it is a number on a page. */
const maxViewers = 100_000;

/** Who watches live, as far as their pages have said so of late. It is in memory alone: a minute brings it back. */
export class Viewers {
  readonly #seenAt = new Map<string, number>();

  see(viewer: string, now: number): void {
    this.#seenAt.delete(viewer);
    if (this.#seenAt.size < maxViewers) this.#seenAt.set(viewer, now);
  }

  count(now: number): number {
    for (const [viewer, seenAt] of this.#seenAt) {
      if (now < seenAt + 2 * viewerIntervalMs) break;
      this.#seenAt.delete(viewer);
    }
    return this.#seenAt.size;
  }
}
