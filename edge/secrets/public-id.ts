import { createHash } from 'node:crypto';
import type { MeetingId } from '../protocol/ids.ts';

/** Names a meeting in logs, D1 and file names without letting anybody in. */
export function publicIdOf(meeting: MeetingId): string {
  return createHash('sha256').update(`holler meeting ${meeting}`).digest('hex').slice(0, 20);
}
