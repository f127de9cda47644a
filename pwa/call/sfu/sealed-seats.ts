import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Clock } from '../ports.ts';

/** Whose media come, but cannot be opened. */
export interface SealedSeats {
  /** Something of theirs could not be opened: perhaps one frame, perhaps all of it. */
  failed(seat: SeatId): void;
  has(seat: SeatId): boolean;
  close(): void;
}

/** Of one person's media, ever. */
export interface Progress {
  /** Packets. */
  readonly received: number;
  /** What was opened and decoded: frames of pictures, samples of sound. */
  readonly decoded: number;
}

export interface SealedSeatsPorts {
  readonly clock: Clock;
  /** Null when they are gone. */
  progress(seat: SeatId): Promise<Progress | null>;
  changed(): void;
}

/** A key may be a moment late; a still picture for longer than this is no picture. */
export const lookMs = 1_000;

/** LiveKit tells of failures, and soon tires of it; what is decoded tells the rest. */
export function createSealedSeats({ clock, progress, changed }: SealedSeatsPorts): SealedSeats {
  const watched = new Map<SeatId, () => void>();
  const sealed = new Set<SeatId>();
  let isOpen = true;

  async function watch(seat: SeatId): Promise<void> {
    const before = await progress(seat);
    if (!isOpen) return;
    if (before === null) return forget(seat);
    const cancel = clock.after(lookMs, async () => {
      const now = await progress(seat);
      if (!isOpen) return;
      if (now === null || now.decoded > before.decoded) return forget(seat);
      // Whoever sends nothing just now tells nothing either.
      if (now.received > before.received && !sealed.has(seat)) {
        sealed.add(seat);
        changed();
      }
      void watch(seat);
    });
    watched.set(seat, cancel);
  }

  function forget(seat: SeatId): void {
    watched.delete(seat);
    if (sealed.delete(seat)) changed();
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
