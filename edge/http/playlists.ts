import type { Context } from 'hono';
import { livePlaylistOf, type Objects, playlistOf } from '../recording/objects.ts';
import type { AppEnv } from './app.ts';
import { refuse } from './errors.ts';

const type = 'application/vnd.apple.mpegurl';
/** What a recorder calls them; anything else in a playlist is nothing of ours. */
const segmentName = /^[\w-]+\.ts$/;

/** A playlist whose segments have addresses of their own, for minutes: the bucket stays private, and only text passes here. */
export async function playlist(
  c: Context<AppEnv>,
  objects: Objects,
  name: string,
  which: 'live' | 'all',
) {
  const text = await objects.text(which === 'live' ? livePlaylistOf(name) : playlistOf(name));
  if (text === null) return refuse(c, 'not-found');
  const lines = await signed(text, name, objects);
  return c.body(which === 'all' ? ended(lines) : lines, 200, { 'content-type': type });
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
): Promise<string> {
  const lines = text.split('\n').map((line) => {
    if (line === '' || line.startsWith('#')) return line;
    return segmentName.test(line) ? urlOf(`${name}/${line}`) : '';
  });
  return (await Promise.all(lines)).join('\n');
}
