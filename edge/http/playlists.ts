import type { Context } from 'hono';
import { livePlaylistOf, type Objects, playlistOf } from '../recording/objects.ts';
import type { AppEnv } from './app.ts';
import { refuse } from './errors.ts';

const type = 'application/vnd.apple.mpegurl';
/** What a recorder calls them; anything else in a playlist is nothing of ours. */
const segmentName = /^[\w-]+\.ts$/;

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
  const lines = text.split('\n').map((line) => {
    if (line === '' || line.startsWith('#')) return line;
    return segmentName.test(line) ? urlOf(`${name}/${line}`, { lastsMs }) : '';
  });
  return (await Promise.all(lines)).join('\n');
}
