import * as v from 'valibot';
import { brandIf, type MeetingId, readMeetingId } from './ids.ts';

/** 128 bits, base64url. It lives in a link's fragment, which browsers never send to a server. */
export const MediaKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/), v.brand('MediaKey'));
export type MediaKey = v.InferOutput<typeof MediaKey>;

export interface MeetingLink {
  readonly id: MeetingId;
  /** Absent when somebody joins by id alone: a member's browser wraps the key for them. */
  readonly mediaKey?: MediaKey;
}

export function meetingPath(link: MeetingLink): string {
  return `/${link.id}${link.mediaKey === undefined ? '' : `#${link.mediaKey}`}`;
}

/** Reads an address, a path, a `web+holler:` link or a bare id, as people paste them. */
export function readMeetingLink(text: string): MeetingLink | undefined {
  const [address = '', fragment = ''] = text.trim().split('#', 2);
  const lastPart = address
    .replace(/\?.*$/, '')
    .replace(/\/+$/, '')
    .replace(/^web\+holler:/i, '')
    .split('/')
    .at(-1);
  const id = readMeetingId(lastPart ?? '');
  if (id === undefined) return undefined;
  const mediaKey = brandIf(MediaKey, fragment);
  return mediaKey === undefined ? { id } : { id, mediaKey };
}
