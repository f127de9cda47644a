import { type ErrorCode, errorKinds } from '../../edge/protocol/errors.ts';
import type { EndReason } from '../call/model/call-state.ts';

/** A refusal or a failure, by its code; screens have the words. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: EndReason;

  constructor(code: EndReason, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/**
 * Whether the room means it for good. A full or locked room may open later, but that is for the person
 * to try; what remains (too fast, too quiet, a fault) is mended by connecting again.
 */
export function endsCall(code: ErrorCode): boolean {
  return errorKinds[code].final || code === 'room-full' || code === 'locked';
}
