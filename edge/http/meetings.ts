import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { locationHint } from '../location.ts';
import {
  CreatedMeeting,
  CreateMeeting,
  JoinedMeeting,
  JoinMeeting,
  MeetingView,
} from '../protocol/rest.ts';
import { publicIdOf } from '../secrets/public-id.ts';
import type { AppEnv, AppPorts } from './app.ts';
import { refuse } from './errors.ts';
import {
  answer,
  bearer,
  bearerOf,
  idParam,
  json,
  jsonBody,
  jsonOnly,
  optionalBearer,
  refusal,
  room,
} from './requests.ts';

export function meetingRoutes({ random, now }: AppPorts) {
  const routes = new Hono<AppEnv>();

  routes.post(
    '/',
    describeRoute({
      summary: 'Create a meeting',
      responses: {
        201: json(CreatedMeeting, 'The meeting and its creator’s token.'),
        400: refusal,
        413: refusal,
        429: refusal,
      },
    }),
    jsonOnly,
    jsonBody(CreateMeeting),
    async (c) => {
      const caller = c.req.header('cf-connecting-ip') ?? 'local';
      if (!(await c.env.CREATE_LIMIT.limit({ key: caller })).success) {
        return refuse(c, 'rate-limited');
      }
      const id = random.meetingId();
      const region = locationHint(c.req.raw.cf as IncomingRequestCfProperties);
      const created = await room(c, id, region).create(id, c.req.valid('json'), region);
      // The call must not wait for the books.
      c.executionCtx.waitUntil(
        c.env.DB.prepare('INSERT INTO meetings (public_id, created_at) VALUES (?, ?)')
          .bind(publicIdOf(id), now())
          .run()
          .catch(() => c.get('log').event('database.failed', { statement: 'meeting created' })),
      );
      return c.json(created, 201);
    },
  );

  routes.get(
    '/:id',
    describeRoute({
      summary: 'Read a meeting',
      description: 'With a member’s or the creator’s token, also who is in it.',
      security: optionalBearer,
      responses: {
        200: json(MeetingView, 'The meeting.'),
        401: refusal,
        404: refusal,
        410: refusal,
      },
    }),
    idParam,
    async (c) => answer(c, await room(c, c.req.valid('param').id).view(bearerOf(c))),
  );

  routes.post(
    '/:id/join',
    describeRoute({
      summary: 'Take a seat',
      description:
        'Connect to the room’s socket with this seat within 90 seconds, or it is given up. With the creator’s token the seat is a host’s.',
      security: optionalBearer,
      responses: {
        200: json(JoinedMeeting, 'The seat.'),
        400: refusal,
        401: refusal,
        404: refusal,
        410: refusal,
        413: refusal,
        423: refusal,
      },
    }),
    idParam,
    jsonOnly,
    jsonBody(JoinMeeting),
    async (c) =>
      answer(c, await room(c, c.req.valid('param').id).join(bearerOf(c), c.req.valid('json').name)),
  );

  routes.post(
    '/:id/leave',
    describeRoute({
      summary: 'Give a seat up',
      security: bearer,
      responses: { 204: { description: 'Given up.' }, 401: refusal, 404: refusal, 410: refusal },
    }),
    idParam,
    async (c) => answer(c, await room(c, c.req.valid('param').id).leave(bearerOf(c))),
  );

  routes.post(
    '/:id/end',
    describeRoute({
      summary: 'End a meeting for all',
      security: bearer,
      responses: {
        204: { description: 'Ended.' },
        401: refusal,
        403: refusal,
        404: refusal,
        410: refusal,
      },
    }),
    idParam,
    async (c) => answer(c, await room(c, c.req.valid('param').id).end(bearerOf(c))),
  );

  return routes;
}
