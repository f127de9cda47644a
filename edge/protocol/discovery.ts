import * as v from 'valibot';
import { Capabilities } from './version.ts';

/** `/.well-known/holler`: how a client recognises a server of ours. */
export const Discovery = v.object({
  service: v.literal('holler'),
  version: v.string(),
  protocol: v.object({ current: v.number(), oldest: v.number() }),
  capabilities: Capabilities,
});
export type Discovery = v.InferOutput<typeof Discovery>;
