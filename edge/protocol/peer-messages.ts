import * as v from 'valibot';

/**
 * PeerJS's wire protocol, as its server package speaks it. Ours to serve, not ours to change:
 * the envelope is checked, the payload stays opaque.
 */
export const peerKey = 'peerjs';

const relayed = v.picklist(['OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE']);

export const PeerClientMessage = v.object({
  type: relayed,
  dst: v.optional(v.pipe(v.string(), v.maxLength(64))),
  payload: v.optional(v.unknown()),
});
export type PeerClientMessage = v.InferOutput<typeof PeerClientMessage>;

export const peerErrors = {
  missingParameters: 'No id, token, or key supplied to websocket server',
  invalidKey: 'Invalid key provided',
  invalidToken: 'Invalid token provided',
} as const;

export type PeerServerMessage =
  | { readonly type: 'OPEN' }
  | { readonly type: 'ID-TAKEN'; readonly payload: { readonly msg: string } }
  | { readonly type: 'ERROR'; readonly payload: { readonly msg: string } }
  | { readonly type: 'LEAVE' | 'EXPIRE'; readonly src: string; readonly dst: string }
  | {
      readonly type: 'OFFER' | 'ANSWER' | 'CANDIDATE';
      readonly src: string;
      readonly dst: string;
      readonly payload: unknown;
    };
