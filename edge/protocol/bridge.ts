import * as v from 'valibot';
import { bridgeChannel } from './bridge-channel.ts';
import { MeetingId, Secret } from './ids.ts';
import { limits } from './limits.ts';
import { MediaKey } from './links.ts';
import { MeetingName } from './people.ts';

/**
 * Between the page that carries a call and the extension's content script in that very window, by
 * `window.postMessage`. Each end takes only what its own window says, of its own origin, and parses it.
 */

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000));
const Meeting = { meeting: MeetingId, name: MeetingName };

/** What the extension may know of the call in a page: what its controls show, and nothing of the people. */
export const CallReport = v.variant('phase', [
  v.object({ phase: v.literal('none') }),
  v.object({ phase: v.picklist(['lobby', 'waiting']), ...Meeting }),
  v.object({
    phase: v.literal('live'),
    ...Meeting,
    people: Count,
    knocking: Count,
    /** When this page came in, by the clock of this machine. */
    since: v.number(),
    reconnecting: v.boolean(),
    microphone: v.boolean(),
    camera: v.boolean(),
    sharing: v.picklist(['nothing', 'screen', 'tab']),
    mayShare: v.boolean(),
  }),
]);
export type CallReport = v.InferOutput<typeof CallReport>;
export type LiveReport = Extract<CallReport, { phase: 'live' }>;

/** Names one capture of one tab for one page; the browser takes it once, within seconds. */
export const CaptureId = v.pipe(v.string(), v.regex(/^[\w+/=:.-]{8,256}$/), v.brand('CaptureId'));
export type CaptureId = v.InferOutput<typeof CaptureId>;

export const BridgeCommand = v.variant('type', [
  /** A meeting that the extension made, or somebody's whose link was followed. */
  v.object({
    type: v.literal('open'),
    meeting: MeetingId,
    mediaKey: v.optional(MediaKey),
    hostToken: v.optional(Secret),
    /** One's own call needs no second click from somebody who has said their name before. */
    joinAtOnce: v.boolean(),
    /** Nobody has its link yet, and the extension could not copy it. */
    copyLink: v.boolean(),
  }),
  /** Without `on`, the other way round. */
  v.object({
    type: v.literal('turn'),
    source: v.picklist(['microphone', 'camera']),
    on: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal('hang-up') }),
  v.object({ type: v.literal('share-tab'), capture: CaptureId }),
  /** Where tabs cannot be captured: ask the person for one click that lets the page capture. */
  v.object({ type: v.literal('offer-screen') }),
  v.object({ type: v.literal('stop-sharing') }),
  v.object({
    type: v.literal('post'),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.chatLength)),
  }),
]);
export type BridgeCommand = v.InferOutput<typeof BridgeCommand>;

/** Why a page did not do what it was told. */
export const BridgeRefusal = v.picklist([
  'not-in-call',
  'not-allowed',
  /** The id was late, was used before, or was made for another page. */
  'capture-failed',
  'failed',
]);
export type BridgeRefusal = v.InferOutput<typeof BridgeRefusal>;

const BridgeId = v.pipe(v.string(), v.regex(/^[\w-]{1,36}$/));
const Channel = { channel: v.literal(bridgeChannel) };

export const PageMessage = v.variant('type', [
  /** Says that this page carries calls, and asks whether anybody listens. */
  v.object({ ...Channel, from: v.literal('page'), type: v.literal('here') }),
  v.object({ ...Channel, from: v.literal('page'), type: v.literal('report'), report: CallReport }),
  v.object({
    ...Channel,
    from: v.literal('page'),
    type: v.literal('outcome'),
    id: BridgeId,
    /** Null when it was done. */
    refusal: v.nullable(BridgeRefusal),
  }),
]);
export type PageMessage = v.InferOutput<typeof PageMessage>;

export const ExtensionMessage = v.variant('type', [
  v.object({ ...Channel, from: v.literal('extension'), type: v.literal('here') }),
  v.object({
    ...Channel,
    from: v.literal('extension'),
    type: v.literal('command'),
    id: BridgeId,
    command: BridgeCommand,
  }),
]);
export type ExtensionMessage = v.InferOutput<typeof ExtensionMessage>;

/** What a window hears: of another window, or of another origin, it is nobody's business. */
interface Heard {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
  readonly isTrusted: boolean;
}

/** Reads what this very window said to itself, or undefined: of that nothing is answered, not even a refusal. */
export function readBridgeMessage<T>(
  schema: v.GenericSchema<unknown, T>,
  event: Heard,
  own: { readonly window: unknown; readonly origin: string },
): T | undefined {
  if (!event.isTrusted || event.source !== own.window || event.origin !== own.origin) {
    return undefined;
  }
  const message = v.safeParse(schema, event.data);
  return message.success ? message.output : undefined;
}
