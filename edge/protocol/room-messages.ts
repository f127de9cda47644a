import * as v from 'valibot';
import { Command } from './commands.ts';
import { EncryptionState, Generation, PublicKey, SealedKey, SealedKeys } from './encryption.ts';
import { ProtocolError } from './errors.ts';
import { CommandId, MeetingId, PeerId, SeatId, Secret } from './ids.ts';
import { limits } from './limits.ts';
import { MeetingSettings, Participant, PersonName, Source, Sources } from './people.ts';
import { Capabilities } from './version.ts';

/** The room's socket: `/rooms/<meeting id>/socket`. JSON text frames, one message each, in order. */

const Seq = v.pipe(v.number(), v.integer(), v.minValue(0));
const Time = v.number();

export const ChatMessage = v.object({
  id: CommandId,
  from: SeatId,
  /** As it was when they wrote: the author may have left. */
  name: v.string(),
  text: v.string(),
  at: Time,
});
export type ChatMessage = v.InferOutput<typeof ChatMessage>;

/** A size to receive a source at, in pixels of height; 0 when it is not on screen. */
export const Want = v.object({
  seat: SeatId,
  source: Source,
  /** Of a sound, only whether it is zero counts. */
  height: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_320)),
});
export type Want = v.InferOutput<typeof Want>;

/** PeerJS cannot renegotiate, so restarts of ICE travel here, as whole descriptions. */
export const LinkSignal = v.variant('kind', [
  v.object({ kind: v.literal('restart-please'), connection: v.pipe(v.string(), v.maxLength(64)) }),
  v.object({
    kind: v.picklist(['restart-offer', 'restart-answer']),
    connection: v.pipe(v.string(), v.maxLength(64)),
    sdp: v.pipe(v.string(), v.maxLength(limits.sdpLength)),
  }),
]);
export type LinkSignal = v.InferOutput<typeof LinkSignal>;

export const IceServer = v.object({
  urls: v.array(v.string()),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});
export const IceServers = v.object({
  servers: v.array(IceServer),
  /** Server time after which TURN refuses these credentials; null when there are none. */
  expiresAt: v.nullable(Time),
});
export type IceServers = v.InferOutput<typeof IceServers>;

export const TransportKind = v.picklist(['mesh', 'sfu']);
export type TransportKind = v.InferOutput<typeof TransportKind>;

/** How media travels. `epoch` rises with every change; what belongs to an older one is ignored. */
export const TransportState = v.variant('kind', [
  v.object({ kind: v.literal('mesh'), epoch: Seq }),
  v.object({ kind: v.literal('sfu'), epoch: Seq }),
  /** Both run at once; every source crosses on its own, at its first frame on the new way. */
  v.object({ kind: v.literal('moving'), epoch: Seq, from: TransportKind, to: TransportKind }),
]);
export type TransportState = v.InferOutput<typeof TransportState>;

/** Lets one seat into the room of a media server, with no more rights than it has here. */
export const MediaServer = v.object({
  epoch: Seq,
  url: v.string(),
  token: v.string(),
});
export type MediaServer = v.InferOutput<typeof MediaServer>;

// Client to room ------------------------------------------------------------------------------

/** The first message on every socket, sent from the lobby already. */
export const Hello = v.object({
  type: v.literal('hello'),
  version: v.pipe(v.number(), v.integer(), v.minValue(0)),
  capabilities: Capabilities,
  /** This browser's seat in this room, if it has had one. */
  seat: v.optional(v.object({ id: SeatId, secret: Secret })),
  /** Proves the creator, from the answer that created the meeting. */
  hostToken: v.optional(Secret),
  /** Sent by a page that was connected before: it keeps its peer and gets what it missed. */
  resume: v.optional(v.object({ peer: PeerId, since: Seq })),
});

export const Join = v.object({
  type: v.literal('join'),
  name: PersonName,
  publishing: Sources,
});

export const ClientMessage = v.variant('type', [
  Hello,
  Join,
  v.object({ type: v.literal('command'), id: CommandId, command: Command }),
  /** Everything wanted, every time: what is not named keeps its default (camera small, screen and sounds whole). */
  v.object({ type: v.literal('want'), wants: v.pipe(v.array(Want), v.maxLength(200)) }),
  v.object({ type: v.literal('signal'), to: SeatId, signal: LinkSignal }),
  /** TURN credentials are short-lived; a long call asks again before it restarts a link. */
  v.object({ type: v.literal('refresh-ice') }),
  /**
   * How far this client's own move has come: it sends on the new way (`published`), has everybody
   * there (`ready`), or cannot get there (`failed`).
   */
  v.object({
    type: v.literal('move'),
    epoch: Seq,
    step: v.picklist(['published', 'ready', 'failed']),
  }),
  /** The mesh is more than this machine or line can carry. */
  v.object({ type: v.literal('mesh-too-much'), epoch: Seq }),
  /** This page's, for everybody to see and to seal the media key for. The first one said holds. */
  v.object({ type: v.literal('public-key'), key: PublicKey }),
  /** Please seal the media key for me. */
  v.object({ type: v.literal('ask-key'), to: SeatId }),
  /** The media key of this generation, to some of those who need it. */
  v.object({ type: v.literal('give-key'), generation: Generation, keys: SealedKeys }),
  /** A new key for a generation that has none; the first to come holds. */
  v.object({ type: v.literal('make-key'), generation: Generation, keys: SealedKeys }),
  /** Nobody here has the key of this generation: another one is needed. */
  v.object({ type: v.literal('key-lost'), generation: Generation }),
]);
export type ClientMessage = v.InferOutput<typeof ClientMessage>;

// Room to client ------------------------------------------------------------------------------

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
    /** What Join will lead to, as far as can be known now. */
    entry: v.picklist(['open', 'knock', 'full', 'locked']),
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
  now: Time,
});
export type Joined = v.InferOutput<typeof Joined>;

export const ServerMessage = v.variant('type', [
  Welcome,
  Joined,
  /** In the waiting room; `joined` follows when a host admits. */
  v.object({ type: v.literal('waiting') }),
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
  /** The last message before the room closes the socket. */
  v.object({ type: v.literal('closing'), error: ProtocolError }),
]);
export type ServerMessage = v.InferOutput<typeof ServerMessage>;

export type Outcome<T> =
  | { readonly kind: 'message'; readonly message: T }
  | { readonly kind: 'ping' }
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'bad' };

/** Parses one frame. `unknown` is a message of a newer version, which the reader ignores. */
export function readFrame<T>(
  schema: v.GenericSchema<unknown, T>,
  known: ReadonlySet<string>,
  frame: unknown,
): Outcome<T> {
  if (typeof frame !== 'string') return { kind: 'bad' };
  let json: unknown;
  try {
    json = JSON.parse(frame);
  } catch {
    return { kind: 'bad' };
  }
  const envelope = v.safeParse(v.object({ type: v.string() }), json);
  if (!envelope.success) return { kind: 'bad' };
  const { type } = envelope.output;
  if (type === 'HEARTBEAT') return { kind: 'ping' };
  if (!known.has(type)) return { kind: 'unknown', type };
  const message = v.safeParse(schema, json);
  return message.success ? { kind: 'message', message: message.output } : { kind: 'bad' };
}

function typesOf(schema: { options: readonly { entries: { type: { literal: string } } }[] }) {
  return new Set(schema.options.map((option) => option.entries.type.literal));
}

// Pure, so that a page is not made to carry the schemas of what only a room reads.
const clientTypes = /* @__PURE__ */ typesOf(ClientMessage);
const serverTypes = /* @__PURE__ */ typesOf(ServerMessage);

/** Which command a frame carries that was refused unread, so that its sender need not wait for ever. */
export function commandIdIn(frame: unknown): CommandId | null {
  if (typeof frame !== 'string') return null;
  try {
    return v.parse(v.object({ id: CommandId }), JSON.parse(frame)).id;
  } catch {
    return null;
  }
}

export function readClientFrame(frame: unknown): Outcome<ClientMessage> {
  return readFrame(ClientMessage, clientTypes, frame);
}

export function readServerFrame(frame: unknown): Outcome<ServerMessage> {
  return readFrame(ServerMessage, serverTypes, frame);
}
