import { timingSafeEqual } from 'node:crypto';

/** Compares without telling by its time how much was right. */
export function isSameSecret(given: string, kept: string): boolean {
  const [a, b] = [new TextEncoder().encode(given), new TextEncoder().encode(kept)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
