import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { describeRoute, resolver, validator } from 'hono-openapi';
import * as v from 'valibot';
import { locationHint } from '../location.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { MeetingId, readMeetingId } from '../protocol/ids.ts';
import {
  CreatedMeeting,
  CreateMeeting,
  ErrorAnswer,
  JoinedMeeting,
  JoinMeeting,
  MeetingView,
} from '../protocol/rest.ts';
import { publicIdOf } from '../public-id.ts';
import type { Answer } from '../room/rest.ts';
import type { AppEnv, AppPorts } from './app.ts';
import { refuse } from './errors.ts';

const MeetingParam = v.object({
  id: v.pipe(
    v.string(),
    v.transform((text) => readMeetingId(text) ?? text),
    MeetingId,
  ),
});

// Brands and clean-ups have no counterpart in JSON Schema; what is left describes the wire.
const schemaOptions = { options: { errorMode: 'ignore' as const, typeMode: 'input' as const } };

function json(schema: v.GenericSchema<unknown, unknown>, description: string) {
  return {
    description,
    content: { 'application/json': { schema: resolver(schema, schemaOptions) } },
  };
}

const refusal = json(ErrorAnswer, 'Refused; the error says why and what to do.');
const bearer = [{ bearer: [] }];
const optionalBearer = [{}, ...bearer];

const idParam = validator(
  'param',
  MeetingParam,
  (result, c) => (result.success ? undefined : refuse(c as Context<AppEnv>, 'no-such-meeting')),
  schemaOptions,
);

/** Without it, the validator would take whatever is not JSON for an empty object. */
const jsonOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  return mediaType === 'application/json' ? next() : refuse(c, 'bad-message');
};

function jsonBody<T extends v.GenericSchema<object, object>>(schema: T) {
  return validator(
    'json',
    schema,
    // The schema library takes a list for an object without the optional fields.
    (result, c) =>
      result.success && !Array.isArray(result.data)
        ? undefined
        : refuse(c as Context<AppEnv>, 'bad-message'),
    schemaOptions,
  );
}

function bearerOf(c: Context<AppEnv>): string | null {
  const header = c.req.header('authorization');
  if (header === undefined) return null;
  return header.match(/^Bearer (\S+)$/i)?.[1] ?? '';
}

function room(c: Context<AppEnv>, id: MeetingId, locationHint?: DurableObjectLocationHint) {
  const options = locationHint === undefined ? {} : { locationHint };
  return c.env.ROOM.get(c.env.ROOM.idFromName(id), options);
}

export function meetingRoutes({ random, now }: AppPorts) {
  const routes = new Hono<AppEnv>();

  function answer<T extends object | null>(c: Context<AppEnv>, result: Answer<T>) {
    if (!result.ok) return refuse(c, result.code as ErrorCode);
    return result.value === null ? c.body(null, 204) : c.json(result.value);
  }

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
