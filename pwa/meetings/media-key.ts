import * as v from 'valibot';
import { MediaKey } from '../../edge/protocol/links.ts';
import type { Randomness } from '../call/ports.ts';
import { textOfBytes } from '../call/random-text.ts';

const keyBytes = 16;

export function makeMediaKey(random: Pick<Randomness, 'bytes'>): MediaKey {
  return v.parse(MediaKey, textOfBytes(random.bytes(keyBytes)));
}
