import { expect } from '@playwright/test';
import { percentile } from '../../bench/statistics.ts';
import type { Darkness } from './in-page-darkness.ts';

/** What was lost, in words and in an assertion: of all that was dark, 95 of 100 were so at most so long. */
export function expectDarkAtMost(what: string, darkness: readonly Darkness[], ms: number): void {
  const pictures = darkness.map(({ pictureMs }) => pictureMs);
  const sounds = darkness.map(({ soundMs }) => soundMs);
  const words = (samples: readonly number[]) =>
    `p50 ${Math.round(percentile(samples, 0.5))} ms, p95 ${Math.round(percentile(samples, 0.95))} ms`;
  process.stdout.write(
    `${what}: no picture for ${words(pictures)}, no sound for ${words(sounds)} (${darkness.length} each)\n`,
  );
  expect(percentile(pictures, 0.95), `${what}: pictures`).toBeLessThanOrEqual(ms);
  expect(percentile(sounds, 0.95), `${what}: sound`).toBeLessThanOrEqual(ms);
}
