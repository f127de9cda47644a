import * as v from 'valibot';
import { PublicKey } from './encryption.ts';
import { SeatId } from './ids.ts';
import { limits } from './limits.ts';

/** What is said about recording a call, on the room's socket and over REST. */

export const layouts = ['grid', 'speaker', 'screen'] as const;
export const Layout = v.picklist(layouts);
export type Layout = v.InferOutput<typeof Layout>;

/** Of the picture, in pixels: 1280×720 or 1920×1080. */
export const RecordedHeight = v.picklist([720, 1_080]);
export type RecordedHeight = v.InferOutput<typeof RecordedHeight>;

/** Where a link is sent. Nothing in it can end a line of a mail's head. */
export const EmailAddress = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(limits.emailLength),
  v.email(),
  v.brand('EmailAddress'),
);
export type EmailAddress = v.InferOutput<typeof EmailAddress>;

/** Whether somebody lets themselves be recorded. */
export const Consent = v.picklist(['yes', 'no']);
export type Consent = v.InferOutput<typeof Consent>;

/** Only what of a `yes` is recorded; of the others there is a placeholder with their name. */
export const Recorded = v.picklist(['yes', 'no', 'unasked']);
export type Recorded = v.InferOutput<typeof Recorded>;

/** A red dot is shown for `on` alone. */
export const RecordingPhase = v.picklist(['moving', 'starting', 'on', 'interrupted', 'stopping']);
export type RecordingPhase = v.InferOutput<typeof RecordingPhase>;

/** What everybody in a call knows of its recording. */
export const RecordingState = v.object({
  state: RecordingPhase,
  /** Server time at which the first picture was recorded; null before. */
  since: v.nullable(v.number()),
  layout: Layout,
  height: RecordedHeight,
  /** Who pressed first: the recording is theirs and the host's. Null when it was started over REST. */
  by: v.nullable(SeatId),
  byName: v.string(),
  /** Those in the call who pressed, and so get the link. */
  recipients: v.array(SeatId),
  /** How many files there are so far: a recorder that fails is followed by another, in another file. */
  parts: v.number(),
  /**
   * The page that is recorded, a ghost in nobody's roster. It asks members for the media key like anybody
   * who lacks it, as this seat; null while there is none.
   */
  recorder: v.nullable(v.object({ seat: SeatId, publicKey: PublicKey })),
});
export type RecordingState = v.InferOutput<typeof RecordingState>;

export const RecordingEnd = v.picklist([
  'stopped',
  /** The last person has left, or the meeting was ended. */
  'empty',
  'busy',
  'no-recorder',
  'no-media-server',
  'disk-full',
  'failed',
]);
export type RecordingEnd = v.InferOutput<typeof RecordingEnd>;

/** A link to what was recorded or is watched, for those whom it is meant for: whoever has it, may. */
export const RecordingLink = v.object({
  /** The same for every link to one recording. */
  recording: v.string(),
  about: v.picklist(['live', 'recording', 'processing', 'ready', 'failed']),
  /** `/r/…` or `/live/…` on this server. */
  path: v.string(),
  /** A second link, to pass on, which only plays. Absent for live views: their `path` itself may be passed on. */
  sharePath: v.optional(v.string()),
});
export type RecordingLink = v.InferOutput<typeof RecordingLink>;

/** What the page that is recorded tells its room. */
export const RecorderReport = v.variant('kind', [
  /** Who is to be heard and seen as the speaker now: makes a chapter. */
  v.object({ kind: v.literal('speaker'), seat: SeatId }),
  /** It can show nothing, and why. */
  v.object({ kind: v.literal('failed'), why: v.picklist(['no-key', 'no-media']) }),
]);
export type RecorderReport = v.InferOutput<typeof RecorderReport>;

// Addresses ---------------------------------------------------------------------------------------

/** Names a room without letting anybody in. */
export const RoomHome = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.brand('RoomHome'));
export type RoomHome = v.InferOutput<typeof RoomHome>;

/** Of a recording: 256 bits, base64url. */
export const LinkToken = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/), v.brand('LinkToken'));
export type LinkToken = v.InferOutput<typeof LinkToken>;

/**
 * The page that is recorded finds its room by the parameters `room` and `ticket` of its own address. Media
 * servers log that address: the ticket works once.
 */
export const recorderPath = '/recorder';

export function recorderSocketPath(home: RoomHome): string {
  return `/rooms/recorder/${home}/socket`;
}

export function recordingPath(token: LinkToken): string {
  return `/r/${token}`;
}

export function livePath(token: LinkToken): string {
  return `/live/${token}`;
}
