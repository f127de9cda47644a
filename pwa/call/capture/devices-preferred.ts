import * as v from 'valibot';
import type { DeviceKind } from './local-media.ts';

const Preferred = v.object({
  microphone: v.fallback(v.nullable(v.string()), null),
  camera: v.fallback(v.nullable(v.string()), null),
  speaker: v.fallback(v.nullable(v.string()), null),
});
export type PreferredDevices = Readonly<Record<DeviceKind, string | null>>;

const storageKey = 'holler.devices';
const nothing: PreferredDevices = { microphone: null, camera: null, speaker: null };

export function readPreferred(storage: Pick<Storage, 'getItem'>): PreferredDevices {
  try {
    const known = v.safeParse(Preferred, JSON.parse(storage.getItem(storageKey) ?? '{}'));
    return known.success ? known.output : nothing;
  } catch {
    return nothing;
  }
}

export function writePreferred(
  storage: Pick<Storage, 'setItem'>,
  preferred: PreferredDevices,
): void {
  try {
    storage.setItem(storageKey, JSON.stringify(preferred));
  } catch {
    // Storage is full or forbidden: the choice holds for this page only.
  }
}
