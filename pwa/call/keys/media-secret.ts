import type { MeetingId } from '../../../edge/protocol/ids.ts';
import type { MediaKey } from '../../../edge/protocol/links.ts';
import { type Bytes, bytesOfText, bytesOfWords } from './bytes.ts';

/** What everybody in a call shares; the keys of all media come from it. */
export type MediaSecret = Bytes;

const secretBytes = 32;

/** The first generation's. Whoever is handed it cannot make the link from it. */
export async function secretOfLink(link: MediaKey, meeting: MeetingId): Promise<MediaSecret> {
  const info = bytesOfWords('holler media secret', meeting);
  const material = await keyMaterial(bytesOfText(link));
  return new Uint8Array(await derive(material, info, secretBytes));
}

export function makeSecret(): MediaSecret {
  return crypto.getRandomValues(new Uint8Array(secretBytes));
}

/** For LiveKit, which derives the keys of its own cipher from it. */
export function keyMaterial(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
}

export function derive(material: CryptoKey, info: Bytes, bytes: number): Promise<ArrayBuffer> {
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return crypto.subtle.deriveBits(algorithm, material, bytes * 8);
}
