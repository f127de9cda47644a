import * as v from 'valibot';
import { ProtocolError } from './errors.ts';
import { MeetingId, SeatId, Secret } from './ids.ts';
import { MeetingName, MeetingSettings, Participant, PersonName } from './people.ts';
import { RecordingState } from './recording.ts';

/** The REST contract, under `/api`. The OpenAPI document is generated from these very schemas. */

export const CreateMeeting = v.object({
  name: v.optional(MeetingName, ''),
  waitingRoom: v.optional(v.boolean(), false),
  share: v.optional(MeetingSettings.entries.share, 'everyone'),
  record: v.optional(MeetingSettings.entries.record, 'everyone'),
});
export type CreateMeeting = v.InferOutput<typeof CreateMeeting>;

/** A bearer token: `Authorization: Bearer <token>`. */
const Bearer = v.object({ token: Secret, expiresAt: v.number() });

export const CreatedMeeting = v.object({
  id: MeetingId,
  settings: MeetingSettings,
  /** Makes its bearer a host, on REST and as `hostToken` on the room's socket. */
  host: Bearer,
});
export type CreatedMeeting = v.InferOutput<typeof CreatedMeeting>;

/** What anybody with the link may know before joining; with a member's token, also who is in it. */
export const MeetingView = v.object({
  id: MeetingId,
  settings: MeetingSettings,
  people: v.number(),
  createdAt: v.number(),
  participants: v.optional(v.array(Participant)),
  /** Absent while nothing is recorded. */
  recording: v.optional(RecordingState),
});
export type MeetingView = v.InferOutput<typeof MeetingView>;

export const JoinMeeting = v.object({ name: PersonName });

export const JoinedMeeting = v.object({
  /** For `hello` on the room's socket. */
  seat: v.object({ id: SeatId, secret: Secret }),
  status: v.picklist(['joined', 'waiting']),
  bearer: Bearer,
});
export type JoinedMeeting = v.InferOutput<typeof JoinedMeeting>;

export const ErrorAnswer = v.object({ error: ProtocolError, trace: v.string() });
