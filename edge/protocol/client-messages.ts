import * as v from 'valibot';
import { Command } from './commands.ts';
import { Generation, PublicKey, SealedKeys } from './encryption.ts';
import { CommandId, PeerId, SeatId, Secret } from './ids.ts';
import { limits } from './limits.ts';
import { PersonName, Sources } from './people.ts';
import { Consent, RecorderReport } from './recording.ts';
import { LinkSignal, Seq, Want } from './room-values.ts';
import { Capabilities } from './version.ts';

/** From a client to its room. */

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
  /** Asked before they come into a call that is recorded; without it nothing of theirs is. */
  consent: v.optional(Consent),
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
  /** The mesh is more than this machine or line can carry, or has led to some people in vain for a while. */
  v.object({
    type: v.literal('mesh-too-much'),
    epoch: Seq,
    unreached: v.optional(v.pipe(v.array(SeatId), v.maxLength(limits.meshMembers))),
  }),
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
  /** The first message of the page that is recorded. It may say this, `ask-key` and `recorder-page`, and nothing else. */
  v.object({
    type: v.literal('recorder-hello'),
    version: v.pipe(v.number(), v.integer(), v.minValue(0)),
    ticket: Secret,
    publicKey: PublicKey,
  }),
  v.object({ type: v.literal('recorder-page'), report: RecorderReport }),
]);
export type ClientMessage = v.InferOutput<typeof ClientMessage>;
export type ClientMessageOf<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;
