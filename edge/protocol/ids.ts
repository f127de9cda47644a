import * as v from 'valibot';

/**
 * Crockford's base 32: no i, l, o or u, so that an id survives being read out over a bad line.
 * A meeting id is 20 of its letters (100 bits) in five groups of four.
 */
export const idAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const letter = '[0-9a-hjkmnp-tv-z]';
const meetingIdPattern = new RegExp(`^${letter}{4}(?:-${letter}{4}){4}$`);

export const MeetingId = v.pipe(v.string(), v.regex(meetingIdPattern), v.brand('MeetingId'));
export type MeetingId = v.InferOutput<typeof MeetingId>;

/** A person's place in one room. Public: it names them to the others and grants nothing. */
export const SeatId = v.pipe(v.string(), v.regex(new RegExp(`^${letter}{12}$`)), v.brand('SeatId'));
export type SeatId = v.InferOutput<typeof SeatId>;

/** A seat's address in PeerJS: the seat and how often a page has opened it, so that a reload is a new peer. */
export const PeerId = v.pipe(
  v.string(),
  v.regex(new RegExp(`^${letter}{12}-[1-9][0-9]{0,5}$`)),
  v.brand('PeerId'),
);
export type PeerId = v.InferOutput<typeof PeerId>;

/** 128 bits and more, base64url. Whoever has it, is it. */
export const Secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/), v.brand('Secret'));
export type Secret = v.InferOutput<typeof Secret>;

/** Chosen by a client, unique among what it sends from one seat. */
export const CommandId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/), v.brand('CommandId'));
export type CommandId = v.InferOutput<typeof CommandId>;

export function seatOfPeer(peer: PeerId): SeatId {
  return peer.slice(0, 12) as SeatId;
}

export function groupMeetingId(letters: string): MeetingId {
  return v.parse(MeetingId, letters.match(/.{4}/g)?.join('-'));
}

/** Forgives what people do to an id on its way: capitals, spaces, no dashes, o for 0, i or l for 1. */
export function readMeetingId(text: string): MeetingId | undefined {
  const letters = text
    .toLowerCase()
    .replace(/[\s\u2010-\u2015_.-]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1');
  const id = letters.match(/.{4}/g)?.join('-');
  return letters.length === 20 ? brandIf(MeetingId, id) : undefined;
}

/** The value as the schema's branded type, or undefined; `v.is` alone would not carry the brand. */
export function brandIf<T>(schema: v.GenericSchema<string, T>, value: unknown): T | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}
