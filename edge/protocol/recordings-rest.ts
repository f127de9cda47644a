import * as v from 'valibot';
import { EmailAddress, Layout, RecordedHeight, RecordingPhase } from './recording.ts';

/** What REST says of recordings, under `/api`: whoever shows a link's token is who that link was for. */

/** Under `/api/meetings/:id/recordings`, with the creator's token. */
export const StartRecording = v.object({
  email: v.optional(v.nullable(EmailAddress), null),
  layout: v.optional(Layout, 'grid'),
  height: v.optional(RecordedHeight, 720),
});
export type StartRecording = v.InferOutput<typeof StartRecording>;

export const AddRecipient = v.object({ email: EmailAddress });

/** Where the one who asked finds it. */
export const RecordingAddress = v.object({ recording: v.string(), path: v.string() });
export type RecordingAddress = v.InferOutput<typeof RecordingAddress>;

export const RecordingOutcome = v.picklist([
  'recording',
  'processing',
  'ready',
  'failed',
  'deleted',
]);
export type RecordingOutcome = v.InferOutput<typeof RecordingOutcome>;

export const MeetingRecordings = v.object({
  recordings: v.array(
    v.object({
      recording: v.string(),
      startedAt: v.number(),
      state: RecordingOutcome,
      /** While it is being made. */
      phase: v.nullable(RecordingPhase),
      durationMs: v.number(),
      /** The owners' link. */
      path: v.string(),
      /** For those who only watch; null when it is over. */
      livePath: v.nullable(v.string()),
    }),
  ),
});
export type MeetingRecordings = v.InferOutput<typeof MeetingRecordings>;

/** `/api/recordings/:token`. */
export const RecordingView = v.object({
  recording: v.string(),
  /** What the meeting is called; empty when it has no name. */
  meeting: v.string(),
  /** Of everybody who was in the call while it was recorded. */
  names: v.array(v.string()),
  startedAt: v.number(),
  durationMs: v.number(),
  state: RecordingOutcome,
  /** One after the other, they are the recording. */
  parts: v.array(
    v.object({
      /** `hls` is what is left of a part whose file was lost with its recorder. */
      kind: v.picklist(['mp4', 'hls']),
      /** Works for minutes; asking again gives another. */
      url: v.string(),
      downloadUrl: v.nullable(v.string()),
      startedAt: v.number(),
      durationMs: v.number(),
      bytes: v.number(),
    }),
  ),
  chapters: v.array(
    v.object({
      /** From the beginning of the first part, as if the parts were one film. */
      atMs: v.number(),
      kind: v.picklist(['speaker', 'screen', 'part']),
      label: v.string(),
    }),
  ),
  /** When it is deleted by itself; null when never. */
  expiresAt: v.nullable(v.number()),
  /** May delete it. */
  owner: v.boolean(),
  /** A link to pass on, which only plays. Null when the link that was shown is itself such a link. */
  sharePath: v.nullable(v.string()),
});
export type RecordingView = v.InferOutput<typeof RecordingView>;

/** `/api/recordings/:token/mail`: where the one whose link it is wants it sent. */
export const MailRecording = v.object({ email: EmailAddress });

/** `/api/live/:token`. */
export const LiveView = v.object({
  title: v.string(),
  state: v.picklist(['starting', 'on', 'over']),
  /** On this server; null while there is none. */
  playlistUrl: v.nullable(v.string()),
  viewers: v.number(),
});
export type LiveView = v.InferOutput<typeof LiveView>;

/** How often a page that watches says so, at `/api/live/:token/viewers`; twice unheard, it counts no more. */
export const viewerIntervalMs = 30_000;

/** Chosen by the page that watches. */
export const Viewer = v.object({ viewer: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,40}$/)) });
export const Viewers = v.object({ viewers: v.number() });
