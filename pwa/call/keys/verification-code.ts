import type { MeetingId } from '../../../edge/protocol/ids.ts';
import type { Participant } from '../../../edge/protocol/people.ts';
import { bytesOfWords } from './bytes.ts';
import { derive, keyMaterial, type MediaSecret } from './media-secret.ts';

/**
 * 100 bits: who put keys of their own in between would have to find some, for both ends at once, that make the
 * same code, while a call is being joined.
 */
const groups = 6;
const groupDigits = 5;
const bytesPerGroup = 4;

/** The same for all who have the same key, and have been shown the same public keys for the same people. */
export async function verificationCode(
  meeting: MeetingId,
  generation: number,
  secret: MediaSecret,
  people: readonly Pick<Participant, 'seat' | 'publicKey'>[],
): Promise<string> {
  const shown = people.map(({ seat, publicKey }) => `${seat} ${publicKey ?? ''}`).sort();
  const info = bytesOfWords('holler verification code', meeting, generation, ...shown);
  const material = await keyMaterial(secret);
  const bits = new DataView(await derive(material, info, groups * bytesPerGroup));
  return Array.from({ length: groups }, (_, index) =>
    String(bits.getUint32(index * bytesPerGroup) % 10 ** groupDigits).padStart(groupDigits, '0'),
  ).join(' ');
}
