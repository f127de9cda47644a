import * as v from 'valibot';
import { CommandId, SeatId } from './ids.ts';
import { limits } from './limits.ts';
import { Source } from './people.ts';

/** What messages of the room's socket are made of, in either direction. */

export const Seq = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Time = v.number();

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
