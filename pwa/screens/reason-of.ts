import type { EndReason } from '../call/model/call-state.ts';
import { CallError } from '../meetings/call-error.ts';

export function endReasonOf(error: unknown): EndReason {
  return error instanceof CallError ? error.code : 'internal';
}
