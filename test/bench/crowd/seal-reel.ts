import type { MeetingId } from '../../../edge/protocol/ids.ts';
import type { MediaKey } from '../../../edge/protocol/links.ts';
import { keyMaterial, secretOfLink } from '../../../pwa/call/keys/media-secret.ts';
import type { Reel, Take } from './reel.ts';

/** Left open in each frame, so that a server can tell what it carries. */
const openBytes = { keyPicture: 10, picture: 3, sound: 1 } as const;
const ivBytes = 12;
/** The first generation's, which comes from the link. */
const keyIndex = 0;

/** As LiveKit's client seals each frame: see `FrameCryptor` there. */
export async function sealReel(reel: Reel, link: MediaKey, meeting: MeetingId): Promise<Reel> {
  const key = await frameKey(link, meeting);
  const seal = (take: Take, open: (index: number) => number) => sealTake(take, key, open);
  return {
    encrypted: true,
    faces: await Promise.all(
      reel.faces.map((face) =>
        seal(face, (index) => (index === 0 ? openBytes.keyPicture : openBytes.picture)),
      ),
    ),
    voice: await seal(reel.voice, () => openBytes.sound),
    hush: await seal(reel.hush, () => openBytes.sound),
  };
}

async function frameKey(link: MediaKey, meeting: MeetingId): Promise<CryptoKey> {
  const material = await keyMaterial(await secretOfLink(link, meeting));
  const salt = new TextEncoder().encode('LKFrameEncryptionKey');
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info: new Uint8Array(128) };
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 128 }, false, [
    'encrypt',
  ]);
}

async function sealTake(
  take: Take,
  key: CryptoKey,
  openOf: (index: number) => number,
): Promise<Take> {
  const frames = take.frames.map(async (encoded, index) => {
    const frame = new Uint8Array(Buffer.from(encoded, 'base64'));
    const open = frame.subarray(0, openOf(index));
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const cipher = { name: 'AES-GCM', iv, additionalData: open };
    const sealed = await crypto.subtle.encrypt(cipher, key, frame.subarray(open.length));
    const parts = [open, new Uint8Array(sealed), iv, Uint8Array.of(ivBytes, keyIndex)];
    return Buffer.concat(parts).toString('base64');
  });
  return { ...take, frames: await Promise.all(frames) };
}
