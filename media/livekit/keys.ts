import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { kept } from '../server/kept.ts';
import type { LiveKitKeys } from './config.ts';

const Keys = v.object({
  key: v.pipe(v.string(), v.nonEmpty()),
  secret: v.pipe(v.string(), v.minLength(32)),
});

/** Made at the first start and kept, so that a token outlives a restart. */
export function keysIn(folder: string): LiveKitKeys {
  return kept(join(folder, 'livekit-keys.json'), Keys, () => ({
    key: `holler-${randomBytes(6).toString('hex')}`,
    secret: randomBytes(36).toString('base64url'),
  }));
}
