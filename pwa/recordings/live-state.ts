import { type LiveView, viewerIntervalMs } from '../../edge/protocol/recordings-rest.ts';
import type { EndReason } from '../call/model/call-state.ts';

/** What the page of a live view shows. */
export type LiveShown =
  | { readonly kind: 'looking' }
  | { readonly kind: 'on'; readonly title: string; readonly playlistUrl: string }
  | { readonly kind: 'offline' | 'ended' | 'missing' | 'unreachable' };

export function liveShownOf({ state, title, playlistUrl }: LiveView): LiveShown {
  if (state === 'over') return { kind: 'ended' };
  if (state === 'starting' || playlistUrl === null) return { kind: 'offline' };
  return { kind: 'on', title, playlistUrl };
}

/** What is on goes on while the server cannot be asked: the pictures come from elsewhere. */
export function liveAfterFailure(before: LiveShown, reason: EndReason): LiveShown {
  if (['not-found', 'bad-token', 'bad-message'].includes(reason)) return { kind: 'missing' };
  return before.kind === 'on' ? before : { kind: 'unreachable' };
}

const soonMs = 3_000;

/** When to look again; null when it is over. */
export function lookAgainMs({ kind }: LiveShown): number | null {
  switch (kind) {
    case 'ended':
    case 'missing':
      return null;
    case 'on':
      return viewerIntervalMs;
    default:
      return soonMs;
  }
}
