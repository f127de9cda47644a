import { createHash, createHmac } from 'node:crypto';
import { type LinkToken, livePath, recordingPath } from '../protocol/recording.ts';
import type { RecordingSettings } from './settings.ts';

/**
 * Who a link was made for. A number: a person who pressed Record, by their place among those who did. `host`: the
 * host. `view`: anybody to whom a link that only plays was passed on. `live`: anybody who watches the running call.
 */
export type Holder = number | 'host' | 'view' | 'live';

/**
 * Tokens are kept nowhere: each is made anew, for the one to whom it is shown or mailed, from a secret of the edge.
 * What is stored is only good for recognising one.
 */
export function tokenFor(
  { RECORDING_SECRET }: Pick<RecordingSettings, 'RECORDING_SECRET'>,
  recording: string,
  holder: Holder,
): LinkToken {
  const token = createHmac('sha256', RECORDING_SECRET)
    .update(`holler recording ${recording} ${holder}`)
    .digest('base64url');
  return token as LinkToken;
}

export function hashOf(token: string): string {
  return createHash('sha256').update(`holler token ${token}`).digest('hex');
}

export function pathFor(
  settings: Pick<RecordingSettings, 'RECORDING_SECRET'>,
  recording: string,
  holder: Holder,
): string {
  const token = tokenFor(settings, recording, holder);
  return holder === 'live' ? livePath(token) : recordingPath(token);
}
