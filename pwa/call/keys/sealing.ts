import type { PublicKey, SealedKey } from '../../../edge/protocol/encryption.ts';
import type { MeetingId, SeatId } from '../../../edge/protocol/ids.ts';
import { textOfBytes } from '../random-text.ts';
import { type Bytes, bytesOfText, bytesOfWords } from './bytes.ts';

/** This page's own, for as long as it is open. The private key cannot leave the browser's keeping. */
export interface PageKeys {
  readonly publicKey: PublicKey;
  readonly privateKey: CryptoKey;
}

/** What a sealed key is for: it opens for nobody else, and means nothing anywhere else. */
export interface Purpose {
  readonly meeting: MeetingId;
  readonly generation: number;
  readonly from: SeatId;
  readonly to: SeatId;
}

const curve = { name: 'ECDH', namedCurve: 'P-256' };
const nonceBytes = 12;

export async function makePageKeys(): Promise<PageKeys> {
  const { subtle } = crypto;
  const pair = await subtle.generateKey(curve, false, ['deriveBits']);
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  return { publicKey: textOfBytes(point) as PublicKey, privateKey: pair.privateKey };
}

export async function seal(
  secret: Bytes,
  mine: PageKeys,
  theirs: PublicKey,
  purpose: Purpose,
): Promise<SealedKey> {
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const { key, additionalData } = await sharedKey(mine, theirs, purpose);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, secret);
  return textOfBytes(new Uint8Array([...iv, ...new Uint8Array(sealed)])) as SealedKey;
}

/** Rejects whatever was not sealed for exactly this. */
export async function open(
  sealed: SealedKey,
  mine: PageKeys,
  theirs: PublicKey,
  purpose: Purpose,
): Promise<Bytes> {
  const bytes = bytesOfText(sealed);
  const iv = bytes.subarray(0, nonceBytes);
  const { key, additionalData } = await sharedKey(mine, theirs, purpose);
  const secret = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    bytes.subarray(nonceBytes),
  );
  return new Uint8Array(secret);
}

async function sharedKey(mine: PageKeys, theirs: PublicKey, purpose: Purpose) {
  const { subtle } = crypto;
  const { meeting, generation, from, to } = purpose;
  const info = bytesOfWords('holler sealed key', meeting, generation, from, to);
  const point = await subtle.importKey('raw', bytesOfText(theirs), curve, false, []);
  const agreed = await subtle.deriveBits({ name: 'ECDH', public: point }, mine.privateKey, 256);
  const material = await subtle.importKey('raw', agreed, 'HKDF', false, ['deriveKey']);
  const key = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  return { key, additionalData: info };
}
