import * as v from 'valibot';
import { SeatId } from './ids.ts';
import { limits } from './limits.ts';

/**
 * On a media server everybody's media are sealed with one key, which the room and the server never see: it comes
 * in the link, or from a member's browser, sealed for the one who needs it.
 */

/** How often the key has been changed. 0 is the key in the link's fragment. */
export const Generation = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Of a pair that a page makes for itself: a point on P-256, 65 bytes uncompressed, base64url. */
export const PublicKey = v.pipe(v.string(), v.regex(/^B[A-Za-z0-9_-]{86}$/), v.brand('PublicKey'));
export type PublicKey = v.InferOutput<typeof PublicKey>;

/** 12 bytes of nonce, then 32 of key and 16 of tag under AES-GCM, base64url. */
export const SealedKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{80}$/), v.brand('SealedKey'));
export type SealedKey = v.InferOutput<typeof SealedKey>;

/** One for each who needs it. */
export const SealedKeys = v.pipe(
  v.array(v.object({ to: SeatId, key: SealedKey })),
  v.maxLength(limits.sfuMembers),
);
export type SealedKeys = v.InferOutput<typeof SealedKeys>;

/** What the room knows of the key. */
export const EncryptionState = v.object({
  generation: Generation,
  /** Whose browser has made this generation's key; null while nobody's has, and for the link's own. */
  maker: v.nullable(SeatId),
});
export type EncryptionState = v.InferOutput<typeof EncryptionState>;
