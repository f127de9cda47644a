import type { RecordingView } from '../../edge/protocol/recordings-rest.ts';
import type { EndReason } from '../call/model/call-state.ts';

/** What the page of a recording shows. */
export type Shown =
  | { readonly kind: 'looking' }
  | { readonly kind: 'ready'; readonly view: RecordingView }
  | {
      readonly kind: 'notice';
      readonly notice:
        | 'recording'
        | 'processing'
        | 'failed'
        | 'deleted'
        | 'expired'
        | 'missing'
        | 'unreachable'
        | 'hurried';
    };

/** What has been recorded so far can be watched while the rest is still being made. */
export function shownOf(view: RecordingView, now: number): Shown {
  if (view.state === 'deleted') {
    const isExpired = view.expiresAt !== null && view.expiresAt <= now;
    return { kind: 'notice', notice: isExpired ? 'expired' : 'deleted' };
  }
  if (view.state === 'ready' && view.parts.length > 0) return { kind: 'ready', view };
  // Of a recording that broke off, what was kept is worth more than the word that it did.
  if (view.state === 'failed' && view.parts.length > 0) return { kind: 'ready', view };
  return { kind: 'notice', notice: view.state === 'ready' ? 'processing' : view.state };
}

export function noticeOf(reason: EndReason): Extract<Shown, { kind: 'notice' }> {
  switch (reason) {
    case 'not-found':
    case 'bad-token':
    case 'bad-message':
      return { kind: 'notice', notice: 'missing' };
    case 'rate-limited':
      return { kind: 'notice', notice: 'hurried' };
    default:
      return { kind: 'notice', notice: 'unreachable' };
  }
}

/** Its link leads nowhere any more. Of one that is `missing` that is not sure: it may not be written down yet. */
export function isGone(shown: Shown): boolean {
  return shown.kind === 'notice' && ['deleted', 'expired'].includes(shown.notice);
}

const soonMs = 3_000;
const laterMs = 15_000;

/** `soon`: the call has just ended, so that what is not there yet is about to be. */
export type Pace = 'calm' | 'soon';

/** When to ask again; null when nothing is going to change by itself. */
export function askAgainMs(shown: Shown, pace: Pace = 'calm'): number | null {
  if (shown.kind !== 'notice') return null;
  switch (shown.notice) {
    case 'processing':
      return soonMs;
    case 'recording':
      return pace === 'soon' ? soonMs : laterMs;
    case 'unreachable':
      return laterMs;
    case 'hurried':
    case 'missing':
      return pace === 'soon' ? laterMs : null;
    default:
      return null;
  }
}
