import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { LiveKitKeys } from './config.ts';

const Keys = v.object({
  key: v.pipe(v.string(), v.nonEmpty()),
  secret: v.pipe(v.string(), v.minLength(32)),
});

/** Made at the first start and kept, so that a token outlives a restart. */
export function keysIn(folder: string): LiveKitKeys {
  const file = join(folder, 'livekit-keys.json');
  if (existsSync(file)) return v.parse(Keys, JSON.parse(readFileSync(file, 'utf8')));
  const keys = {
    key: `holler-${randomBytes(6).toString('hex')}`,
    secret: randomBytes(36).toString('base64url'),
  };
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}
