import type { Context, MiddlewareHandler } from 'hono';
import { resolver, validator } from 'hono-openapi';
import * as v from 'valibot';
import type { ErrorCode } from '../protocol/errors.ts';
import { MeetingId, readMeetingId } from '../protocol/ids.ts';
import { LinkToken } from '../protocol/recording.ts';
import { ErrorAnswer } from '../protocol/rest.ts';
import type { Answer } from '../room/rest/meeting-rest.ts';
import type { AppEnv } from './app.ts';
import { refuse } from './errors.ts';

/** What routes of the REST API have in common. */

const MeetingParam = v.object({
  id: v.pipe(
    v.string(),
    v.transform((text) => readMeetingId(text) ?? text),
    MeetingId,
  ),
});

// Brands and clean-ups have no counterpart in JSON Schema; what is left describes the wire.
export const schemaOptions = {
  options: { errorMode: 'ignore' as const, typeMode: 'input' as const },
};

export function json(schema: v.GenericSchema<unknown, unknown>, description: string) {
  return {
    description,
    content: { 'application/json': { schema: resolver(schema, schemaOptions) } },
  };
}

export const refusal = json(ErrorAnswer, 'Refused; the error says why and what to do.');
export const bearer = [{ bearer: [] }];
export const optionalBearer = [{}, ...bearer];

export const idParam = validator(
  'param',
  MeetingParam,
  (result, c) => (result.success ? undefined : refuse(c as Context<AppEnv>, 'no-such-meeting')),
  schemaOptions,
);

/** The last part of a link; what cannot be one leads nowhere, like one that is nobody's. */
export const tokenParam = validator(
  'param',
  v.object({ token: LinkToken }),
  (result, c) => (result.success ? undefined : refuse(c as Context<AppEnv>, 'not-found')),
  schemaOptions,
);

/** Without it, the validator would take whatever is not JSON for an empty object. */
export const jsonOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  return mediaType === 'application/json' ? next() : refuse(c, 'bad-message');
};

export function jsonBody<T extends v.GenericSchema<object, object>>(schema: T) {
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

/** To so many requests a minute from one address as `wrangler.toml` says. */
export function limitedBy(
  limit: 'LINK_LIMIT' | 'LIVE_LIMIT' | 'RECORD_LIMIT',
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = c.req.header('cf-connecting-ip') ?? 'local';
    const { success } = await c.env[limit].limit({ key: caller });
    return success ? next() : refuse(c, 'rate-limited');
  };
}

export function bearerOf(c: Context<AppEnv>): string | null {
  const header = c.req.header('authorization');
  if (header === undefined) return null;
  return header.match(/^Bearer (\S+)$/i)?.[1] ?? '';
}

export function room(c: Context<AppEnv>, id: MeetingId, locationHint?: DurableObjectLocationHint) {
  const options = locationHint === undefined ? {} : { locationHint };
  return c.env.ROOM.get(c.env.ROOM.idFromName(id), options);
}

/** What a room has answered. */
export function answer<T extends object | null>(c: Context<AppEnv>, result: Answer<T>) {
  if (!result.ok) return refuse(c, result.code as ErrorCode);
  return result.value === null ? c.body(null, 204) : c.json(result.value);
}
