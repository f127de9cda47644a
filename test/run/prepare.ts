import { buildExtension, buildPwa } from '../../edge/dev/pwa-build.ts';
import { ensureChromium } from './chromium.ts';
import { ensureLiveKit } from './livekit.ts';
import type { Need } from './needs.ts';
import { ensureStorage } from './storage.ts';

const preparations: Readonly<Record<Need, (signal: AbortSignal) => Promise<unknown>>> = {
  chromium: ensureChromium,
  livekit: ensureLiveKit,
  storage: ensureStorage,
  pwa: buildPwa,
  extension: buildExtension,
};

/** One after the other: each of them keeps a small machine busy. */
export async function prepareNeeds(wanted: readonly Need[], signal: AbortSignal): Promise<void> {
  for (const need of wanted) await preparations[need](signal);
}
