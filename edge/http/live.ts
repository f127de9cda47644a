import { type Context, Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { LiveView, Viewer, Viewers } from '../protocol/recordings-rest.ts';
import { createObjects } from '../recording/objects.ts';
import { findByToken, type Shelved } from '../recording/recording-reader.ts';
import { readRecordingSettings } from '../recording/settings.ts';
import type { Watched } from '../room/rest/recording-rest.ts';
import type { AppEnv } from './app.ts';
import { refuse } from './errors.ts';
import { playlist } from './playlists.ts';
import { json, jsonBody, jsonOnly, limitedBy, refusal, tokenParam } from './requests.ts';

/** A house full of viewers shares an address. */
export const limitedLive = limitedBy('LIVE_LIMIT');

export async function watched(c: Context<AppEnv>): Promise<Shelved | undefined> {
  const found = await findByToken(c.env.DB, c.req.param('token') ?? '');
  return found?.holder === 'live' ? found : undefined;
}

async function watch(
  c: Context<AppEnv>,
  { home, id }: Shelved,
  viewer: string | null,
): Promise<Watched> {
  return c.env.ROOM.get(c.env.ROOM.idFromString(home)).watch(id, viewer);
}

/** `/api/live/:token`: for those who only watch. */
export function liveRoutes() {
  const routes = new Hono<AppEnv>();
  routes.use('*', limitedLive);

  routes.get(
    '/:token',
    describeRoute({
      summary: 'Read a live view',
      responses: { 200: json(LiveView, 'What there is to see.'), 404: refusal, 429: refusal },
    }),
    tokenParam,
    async (c) => {
      const found = await watched(c);
      if (found === undefined) return refuse(c, 'not-found');
      const { state, name, viewers } = await watch(c, found, null);
      const playlistUrl = name && `/api/live/${c.req.param('token')}/hls/live.m3u8`;
      return c.json({ title: found.title, state, playlistUrl, viewers } satisfies LiveView);
    },
  );

  routes.post(
    '/:token/viewers',
    describeRoute({
      summary: 'Say that somebody watches',
      description: 'Every 30 seconds; the answer is how many there are.',
      responses: { 200: json(Viewers, 'How many watch.'), 404: refusal, 429: refusal },
    }),
    tokenParam,
    jsonOnly,
    jsonBody(Viewer),
    async (c) => {
      const found = await watched(c);
      if (found === undefined) return refuse(c, 'not-found');
      const { viewers } = await watch(c, found, c.req.valid('json').viewer);
      return c.json({ viewers });
    },
  );

  routes.get('/:token/hls/live.m3u8', async (c) => {
    const found = await watched(c);
    const settings = readRecordingSettings(c.env);
    if (found === undefined || settings === null) return refuse(c, 'not-found');
    const { name } = await watch(c, found, null);
    return name === null
      ? refuse(c, 'not-found')
      : playlist(c, createObjects(settings), { which: 'live', name });
  });

  return routes;
}
