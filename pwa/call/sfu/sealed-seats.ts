import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Clock } from '../ports.ts';

/** Whose media come, but cannot be opened. */
export interface SealedSeats {
  /** Something of theirs could not be opened: perhaps one frame, perhaps all of it. */
  failed(seat: SeatId): void;
  has(seat: SeatId): boolean;
  close(): void;
}

export interface SealedSeatsPorts {
  readonly clock: Clock;
  /** How much of theirs has been opened and decoded, ever. */
  decoded(seat: SeatId): Promise<number>;
  changed(): void;
}

/** A key may be a moment late; a still picture for longer than this is no picture. */
export const lookMs = 1_000;

/** LiveKit tells of failures, and soon tires of it; what is decoded tells the rest. */
export function createSealedSeats({ clock, decoded, changed }: SealedSeatsPorts): SealedSeats {
  const watched = new Map<SeatId, () => void>();
  const sealed = new Set<SeatId>();
  let isOpen = true;

  async function watch(seat: SeatId): Promise<void> {
    const before = await decoded(seat);
    if (!isOpen) return;
    const cancel = clock.after(lookMs, async () => {
      const isDecoding = (await decoded(seat)) > before;
      if (!isOpen) return;
      const isNews = isDecoding ? sealed.delete(seat) : !sealed.has(seat);
      if (isDecoding) watched.delete(seat);
      else {
        sealed.add(seat);
        void watch(seat);
      }
      if (isNews) changed();
    });
    watched.set(seat, cancel);
  }

  return {
    failed(seat) {
      if (watched.has(seat)) return;
      watched.set(seat, () => {});
      void watch(seat);
    },
    has: (seat) => sealed.has(seat),
    close() {
      isOpen = false;
      for (const cancel of watched.values()) cancel();
    },
  };
}
