import type { Context } from 'hono';
import { livePlaylistOf, type Objects, playlistOf } from '../recording/objects.ts';
import type { AppEnv } from './app.ts';
import { refuse } from './errors.ts';

const type = 'application/vnd.apple.mpegurl';
/** What recorders call them: LiveKit's makes `ts`, the one of one machine parts of an MP4, whose head has a line of its own. */
const segmentName = /^[\w-]+\.(ts|m4s)$/;
const headLine = /^#EXT-X-MAP:URI="([\w-]+\.mp4)"$/;

type Wanted =
  | { readonly which: 'live'; readonly name: string }
  | { readonly which: 'all'; readonly name: string; readonly durationMs: number };

/** A playlist whose segments have addresses of their own, for minutes: the bucket stays private, and only text passes here. */
export async function playlist(c: Context<AppEnv>, objects: Objects, wanted: Wanted) {
  const { which, name } = wanted;
  const text = await objects.text(which === 'live' ? livePlaylistOf(name) : playlistOf(name));
  if (text === null) return refuse(c, 'not-found');
  const headers = { 'content-type': type };
  if (which === 'live') return c.body(await signed(text, name, objects), 200, headers);
  // Players read it once, and come for its last segment when they have played the others.
  return c.body(ended(await signed(text, name, objects, wanted.durationMs)), 200, headers);
}

/** A recorder that was killed has not said so itself; players would wait for more. */
export function ended(playlist: string): string {
  const end = '#EXT-X-ENDLIST';
  return playlist.includes(end) ? playlist : `${playlist.trimEnd()}\n${end}\n`;
}

export async function signed(
  text: string,
  name: string,
  { urlOf }: Pick<Objects, 'urlOf'>,
  lastsMs = 0,
): Promise<string> {
  const addressOf = (object: string) => urlOf(`${name}/${object}`, { lastsMs });
  const lines = text.split('\n').map(async (line) => {
    const [, head] = headLine.exec(line) ?? [];
    if (head !== undefined) return `#EXT-X-MAP:URI="${await addressOf(head)}"`;
    // Any other line with an address is nothing of ours.
    if (line === '' || (line.startsWith('#') && !line.includes('URI='))) return line;
    return segmentName.test(line) ? addressOf(line) : '';
  });
  return (await Promise.all(lines)).join('\n');
}
