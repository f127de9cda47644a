import { CallError } from '../call/call-error.ts';
import type { EndReason } from '../call/model/call-state.ts';

export function endReasonOf(error: unknown): EndReason {
  return error instanceof CallError ? error.code : 'internal';
}
