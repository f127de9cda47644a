import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Clock } from '../ports.ts';
import { keyMaterial, type MediaSecret } from './media-secret.ts';

/** The keys that media are sealed with, by generation. */
export interface FrameKeys {
  /** Media of these can be opened. */
  readonly opening: ReadonlyMap<number, CryptoKey>;
  /** Ours are sealed with this one; null while there is none. */
  readonly sealing: number | null;
}

export const noFrameKeys: FrameKeys = { opening: new Map(), sealing: null };

/**
 * A new key reaches everybody at about the same time. Whoever seals with it only after this is heard without a
 * gap by those whom it reached a little later.
 */
export const switchAfterMs = 2_000;
/** By then nobody seals with the old one, but somebody who should not be here may have it. */
export const forgetAfterMs = 10_000;

export interface KeyRing {
  readonly keys: ReadonlySignal<FrameKeys>;
  take(generation: number, secret: MediaSecret): Promise<void>;
  close(): void;
}

export function createKeyRing(clock: Clock): KeyRing {
  const keys = signal(noFrameKeys);
  const cancels = new Set<() => void>();

  function later(delayMs: number, run: () => void): void {
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel);
      run();
    });
    cancels.add(cancel);
  }

  function sealWith(generation: number): void {
    if ((keys.value.sealing ?? -1) >= generation) return;
    keys.value = { ...keys.value, sealing: generation };
    later(forgetAfterMs, () => forgetBefore(generation));
  }

  function forgetBefore(generation: number): void {
    const opening = new Map([...keys.value.opening].filter(([each]) => each >= generation));
    keys.value = { ...keys.value, opening };
  }

  return {
    keys,
    async take(generation, secret) {
      const material = await keyMaterial(secret);
      const { opening, sealing } = keys.value;
      keys.value = { sealing, opening: new Map(opening).set(generation, material) };
      if (sealing === null) sealWith(generation);
      else later(switchAfterMs, () => sealWith(generation));
    },
    close() {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
