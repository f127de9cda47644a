import type { Source } from '../../../edge/protocol/people.ts';

/** LiveKit's layers of a picture, smallest first. */
export type Quality = 'low' | 'medium' | 'high';

/** More pictures than that are not received at once, whatever was asked before. */
export const maxPictures = 49;

/** Until the screen has said what it shows, a few are enough to begin with. */
export const firstPictures = 9;

/** What the layers' heights are for an ordinary camera: the next larger one is asked for. */
const layers = [
  { quality: 'low', height: 180 },
  { quality: 'medium', height: 360 },
] as const;

export function qualityFor(height: number): Quality {
  return layers.find((layer) => height <= layer.height)?.quality ?? 'high';
}

/** Until then: a face small, a shared screen whole. */
export const firstHeights = { camera: 180, screen: 1080 } as const;

export function isPicture(source: Source): source is 'camera' | 'screen' {
  return source === 'camera' || source === 'screen';
}

/**
 * Which pictures to stay subscribed to, most recently wanted first. Beyond what is wanted it keeps
 * those last looked at: a page turned back then has its pictures sooner.
 */
export function keepSubscribed<K>(
  before: readonly K[],
  wanted: readonly K[],
  published: ReadonlySet<K>,
  most = maxPictures,
): readonly K[] {
  const others = before.filter((key) => published.has(key) && !wanted.includes(key));
  return [...wanted, ...others].slice(0, most);
}
