import * as v from 'valibot';
import { EncryptionState, Generation, SealedKey } from './encryption.ts';
import { ProtocolError } from './errors.ts';
import { CommandId, MeetingId, PeerId, SeatId, Secret } from './ids.ts';
import { MeetingSettings, Participant, Source, Sources } from './people.ts';
import { Consent, RecordingEnd, RecordingLink, RecordingState } from './recording.ts';
import {
  ChatMessage,
  IceServers,
  LinkSignal,
  MediaServer,
  Seq,
  Time,
  TransportState,
} from './room-values.ts';
import { Capabilities } from './version.ts';

/** From a room to its clients. */

/** What changed, numbered, so that a client that comes back can be told exactly what it missed. */
export const RoomEvent = v.variant('type', [
  /** Somebody came, or anything about them changed. */
  v.object({ type: v.literal('person'), person: Participant }),
  v.object({
    type: v.literal('gone'),
    seat: SeatId,
    reason: v.picklist(['left', 'lost', 'removed', 'refused']),
  }),
  v.object({ type: v.literal('chat'), message: ChatMessage }),
  v.object({ type: v.literal('settings'), settings: MeetingSettings }),
  v.object({ type: v.literal('transport'), transport: TransportState }),
  /** The media key is to be changed, or has been. */
  v.object({ type: v.literal('encryption'), encryption: EncryptionState }),
  /** For one client: a host asks it to be quiet, or to stop sharing. */
  v.object({ type: v.literal('silence'), sources: Sources, by: v.string() }),
  /** Null: nothing is recorded any more. */
  v.object({ type: v.literal('recording'), recording: v.nullable(RecordingState) }),
  v.object({ type: v.literal('recording-ended'), reason: RecordingEnd }),
]);
export type RoomEvent = v.InferOutput<typeof RoomEvent>;

/** What a reader makes of an event that only a newer version knows: it counts, and changes nothing here. */
const UnknownEvent = v.object({ type: v.literal('unknown') });

export const NumberedEvent = v.object({
  seq: Seq,
  event: v.fallback(v.union([RoomEvent, UnknownEvent]), { type: 'unknown' }),
});
export type NumberedEvent = v.InferOutput<typeof NumberedEvent>;

export const Welcome = v.object({
  type: v.literal('welcome'),
  version: v.number(),
  capabilities: Capabilities,
  meeting: v.object({
    id: MeetingId,
    settings: MeetingSettings,
    people: v.number(),
    /** What Join will lead to, as far as can be known now. Only servers of older versions say `locked`: today one knocks. */
    entry: v.picklist(['open', 'knock', 'full', 'locked']),
    /** Absent while nothing is recorded. Whoever comes in is asked first: see Join. */
    recording: v.optional(RecordingState),
    /** What this seat has answered about it, before its page was loaded anew. */
    answer: v.optional(Consent),
  }),
  seat: v.object({ id: SeatId, secret: Secret }),
  peer: v.object({ id: PeerId, ticket: Secret }),
  ice: IceServers,
  now: Time,
});
export type Welcome = v.InferOutput<typeof Welcome>;

/** Everything a member needs, at once. Also the answer to a `resume` that is too old for a replay. */
export const Joined = v.object({
  type: v.literal('joined'),
  seq: Seq,
  you: SeatId,
  people: v.array(Participant),
  settings: MeetingSettings,
  chat: v.array(ChatMessage),
  transport: TransportState,
  /** Present when the transport is, or is becoming, a media server. */
  mediaServer: v.optional(MediaServer),
  /** Absent when what goes through a media server is not end-to-end encrypted. */
  encryption: v.optional(EncryptionState),
  /** Absent while nothing is recorded. */
  recording: v.optional(RecordingState),
  now: Time,
});
export type Joined = v.InferOutput<typeof Joined>;

export const ServerMessage = v.variant('type', [
  Welcome,
  Joined,
  /** In the waiting room; `joined` follows when a host admits. It comes again when the last host goes, or one comes. */
  v.object({ type: v.literal('waiting'), isHostHere: v.optional(v.boolean()) }),
  /** A member is back; the events it missed follow. */
  v.object({ type: v.literal('resumed'), ice: IceServers, now: Time }),
  v.object({ type: v.literal('events'), events: v.array(NumberedEvent) }),
  v.object({ type: v.literal('done'), id: CommandId }),
  v.object({ type: v.literal('refused'), id: v.nullable(CommandId), error: ProtocolError }),
  v.object({
    type: v.literal('wanted'),
    from: SeatId,
    wants: v.array(v.object({ source: Source, height: v.number() })),
  }),
  v.object({ type: v.literal('signal'), from: SeatId, signal: LinkSignal }),
  v.object({ type: v.literal('ice'), ice: IceServers }),
  /** A move begins, the media server changed, or a token grew old: connect, and receive. */
  v.object({ type: v.literal('media-server'), server: MediaServer }),
  /** In a move: now send on the new way. The room lets clients do so one after the other. */
  v.object({ type: v.literal('your-turn'), epoch: Seq }),
  /** Somebody lacks the media key, and asks this client for it. */
  v.object({ type: v.literal('key-asked'), from: SeatId }),
  /** The media key, sealed for this client. */
  v.object({
    type: v.literal('key-given'),
    from: SeatId,
    generation: Generation,
    key: SealedKey,
  }),
  /**
   * To the page that is recorded, once its ticket has been taken; `joined` follows, with `you` its ghost's seat and
   * without a media server: the recorder has given it one.
   */
  v.object({
    type: v.literal('recorder-welcome'),
    version: v.number(),
    meeting: MeetingId,
    /** For its next hello, should this socket be lost. */
    ticket: Secret,
    now: Time,
  }),
  /** To those who pressed Record, and of `live` to hosts as well. It may come again. */
  v.object({ type: v.literal('recording-link'), link: RecordingLink }),
  /** The last message before the room closes the socket. */
  v.object({ type: v.literal('closing'), error: ProtocolError }),
]);
export type ServerMessage = v.InferOutput<typeof ServerMessage>;
