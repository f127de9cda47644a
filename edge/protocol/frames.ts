import * as v from 'valibot';
import { ClientMessage } from './client-messages.ts';
import { CommandId } from './ids.ts';
import { ServerMessage } from './server-messages.ts';

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
