import { type Context, Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { MailRecording, RecordingView } from '../protocol/recordings-rest.ts';
import { createObjects } from '../recording/objects.ts';
import {
  deleteRecording,
  findByToken,
  partsOf,
  type Shelved,
  viewOf,
} from '../recording/recording-reader.ts';
import { Book } from '../recording/recording-writer.ts';
import { readRecordingSettings } from '../recording/settings.ts';
import type { AppEnv } from './app.ts';
import { refuse } from './errors.ts';
import { playlist } from './playlists.ts';
import { json, jsonBody, jsonOnly, limitedBy, refusal, tokenParam } from './requests.ts';

/** Guessing costs time, and so does watching too many films at once. */
export const limited = limitedBy('LINK_LIMIT');

/** Undefined also for the links of those who only watch live. */
export async function shelved(c: Context<AppEnv>): Promise<Shelved | undefined> {
  const found = await findByToken(c.env.DB, c.req.param('token') ?? '');
  return found?.holder === 'live' ? undefined : found;
}

/** `/api/recordings/:token`: what a link leads to. */
export function recordingRoutes() {
  const routes = new Hono<AppEnv>();
  routes.use('*', limited);

  routes.get(
    '/:token',
    describeRoute({
      summary: 'Read a recording',
      description:
        'The token is the last part of its link. Addresses of files work for 15 minutes.',
      responses: { 200: json(RecordingView, 'The recording.'), 404: refusal, 429: refusal },
    }),
    tokenParam,
    async (c) => {
      const found = await shelved(c);
      const settings = readRecordingSettings(c.env);
      if (found === undefined || settings === null) return refuse(c, 'not-found');
      const parts = await partsOf(c.env.DB, found.id);
      const token = c.req.param('token');
      const book = new Book(c.env.DB, settings);
      const view = await viewOf(found, parts, {
        objects: createObjects(settings),
        sharePath: found.holder === 'view' ? null : await book.pathToShare(found),
        hlsUrlOf: ({ number }) => `/api/recordings/${token}/parts/${number}/all.m3u8`,
      });
      return c.json(view);
    },
  );

  routes.post(
    '/:token/mail',
    describeRoute({
      summary: 'Have a recording’s link mailed to oneself',
      description:
        'With the link of somebody who pressed Record, or of the host. The mail is sent when the recording is finished, once.',
      responses: {
        204: { description: 'It will be, or has been, sent.' },
        ...{ 400: refusal, 403: refusal, 404: refusal, 429: refusal },
      },
    }),
    tokenParam,
    limitedBy('RECORD_LIMIT'),
    jsonOnly,
    jsonBody(MailRecording),
    async (c) => {
      const found = await shelved(c);
      const settings = readRecordingSettings(c.env);
      const isToCome = found?.state === 'recording' || found?.state === 'processing';
      // Only a recording that is being made or is ready has, or will have, something to watch.
      if (found === undefined || settings === null || !(isToCome || found.state === 'ready')) {
        return refuse(c, 'not-found');
      }
      const { id, holder } = found;
      // A link that was passed on is no one person's.
      if (holder === 'view') return refuse(c, 'not-allowed');
      const { email } = c.req.valid('json');
      const isNoted = await new Book(c.env.DB, settings).noteAddress(id, holder, email);
      if (!isNoted) return refuse(c, 'not-allowed');
      // While it is still being made, its room sends the mails.
      if (!isToCome) await c.env.NOTICES.send({ recording: id, holder });
      return c.body(null, 204);
    },
  );

  routes.delete(
    '/:token',
    describeRoute({
      summary: 'Delete a recording',
      description: 'With an owner’s link: whoever pressed Record first, and the host.',
      responses: { 204: { description: 'Gone.' }, 403: refusal, 404: refusal, 429: refusal },
    }),
    tokenParam,
    async (c) => {
      const found = await shelved(c);
      const settings = readRecordingSettings(c.env);
      if (found === undefined || settings === null) return refuse(c, 'not-found');
      if (!found.isOwner) return refuse(c, 'not-allowed');
      // What is still being made would come back.
      if (found.state === 'recording' || found.state === 'processing') {
        return refuse(c, 'rate-limited');
      }
      await deleteRecording(c.env.DB, createObjects(settings), found.id, 'by-owner');
      c.get('log').event('recording.deleted', { recording: found.id });
      return c.body(null, 204);
    },
  );

  routes.get('/:token/parts/:number/all.m3u8', async (c) => {
    const found = await shelved(c);
    const settings = readRecordingSettings(c.env);
    if (found?.state !== 'ready' || settings === null) return refuse(c, 'not-found');
    const parts = await partsOf(c.env.DB, found.id);
    const part = parts.find(({ number }) => String(number) === c.req.param('number'));
    return part?.kind === 'hls'
      ? playlist(c, createObjects(settings), { which: 'all', ...part })
      : refuse(c, 'not-found');
  });

  return routes;
}
