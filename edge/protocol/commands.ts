import * as v from 'valibot';
import { SeatId } from './ids.ts';
import { limits } from './limits.ts';
import { MeetingSettings, Rights, Sources } from './people.ts';
import { Consent, EmailAddress, Layout, RecordedHeight } from './recording.ts';

/** What a member asks the room to do. Each is safe to send twice: it travels under a command id. */
export const Command = v.variant('type', [
  v.object({
    type: v.literal('chat'),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.chatLength)),
  }),
  v.object({ type: v.literal('publish'), sources: Sources }),
  v.object({ type: v.literal('hand'), raised: v.boolean() }),
  v.object({ type: v.literal('lower-hand'), seat: SeatId }),
  v.object({ type: v.literal('lower-hands') }),
  v.object({ type: v.literal('leave') }),
  v.object({ type: v.literal('admit'), seat: SeatId }),
  v.object({ type: v.literal('admit-all') }),
  v.object({ type: v.literal('refuse'), seat: SeatId }),
  /** Momentary: they may un-mute themselves. Nobody can un-mute another. */
  v.object({ type: v.literal('mute'), seat: SeatId }),
  v.object({ type: v.literal('mute-all') }),
  v.object({ type: v.literal('set-rights'), seat: SeatId, rights: v.partial(Rights) }),
  v.object({ type: v.literal('stop-share'), seat: SeatId }),
  v.object({ type: v.literal('remove'), seat: SeatId }),
  v.object({
    type: v.literal('set-role'),
    seat: SeatId,
    role: v.picklist(['cohost', 'participant']),
  }),
  v.object({ type: v.literal('change-settings'), settings: v.partial(MeetingSettings) }),
  v.object({ type: v.literal('end') }),
  /**
   * Starts a recording, and says yes for the sender; while one runs, adds the sender to those who get its link,
   * whatever they have answered.
   */
  v.object({
    type: v.literal('record'),
    email: v.nullable(EmailAddress),
    layout: Layout,
    height: RecordedHeight,
  }),
  v.object({ type: v.literal('stop-recording') }),
  v.object({ type: v.literal('recording-layout'), layout: Layout }),
  v.object({ type: v.literal('recording-consent'), answer: Consent }),
]);
export type Command = v.InferOutput<typeof Command>;
export type CommandType = Command['type'];
