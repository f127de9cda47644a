import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import {
  AddRecipient,
  MeetingRecordings,
  RecordingAddress,
  StartRecording,
} from '../protocol/recordings-rest.ts';
import type { AppEnv } from './app.ts';
import {
  answer,
  bearer,
  bearerOf,
  idParam,
  json,
  jsonBody,
  jsonOnly,
  limitedBy,
  refusal,
  room,
} from './requests.ts';

const limited = limitedBy('RECORD_LIMIT');
const refusals = { 401: refusal, 403: refusal, 404: refusal, 410: refusal, 503: refusal };

/** `/api/meetings/:id/recordings`: what the socket's commands do, for programs. */
export function meetingRecordingRoutes() {
  const routes = new Hono<AppEnv>();

  routes.post(
    '/:id/recordings',
    describeRoute({
      summary: 'Start a recording',
      description:
        'With the creator’s or a member’s token. While one runs, adds the caller to those who get its link.',
      security: bearer,
      responses: {
        200: json(RecordingAddress, 'Where it will be.'),
        400: refusal,
        429: refusal,
        ...refusals,
      },
    }),
    limited,
    idParam,
    jsonOnly,
    jsonBody(StartRecording),
    async (c) =>
      answer(
        c,
        await room(c, c.req.valid('param').id).startRecording(bearerOf(c), c.req.valid('json')),
      ),
  );

  routes.delete(
    '/:id/recordings/current',
    describeRoute({
      summary: 'Stop the recording',
      description: 'For the creator, hosts, and whoever started it.',
      security: bearer,
      responses: { 204: { description: 'It is being stopped.' }, ...refusals },
    }),
    idParam,
    async (c) => answer(c, await room(c, c.req.valid('param').id).stopRecording(bearerOf(c))),
  );

  routes.post(
    '/:id/recordings/current/recipients',
    describeRoute({
      summary: 'Have the link sent to one more address',
      description: 'To ten at most who are not in the call.',
      security: bearer,
      responses: {
        200: json(RecordingAddress, 'Their link.'),
        400: refusal,
        429: refusal,
        ...refusals,
      },
    }),
    limited,
    idParam,
    jsonOnly,
    jsonBody(AddRecipient),
    async (c) =>
      answer(
        c,
        await room(c, c.req.valid('param').id).addRecipient(bearerOf(c), c.req.valid('json').email),
      ),
  );

  routes.get(
    '/:id/recordings',
    describeRoute({
      summary: 'List the meeting’s recordings',
      description:
        'For the creator and the host, with links that may delete; after the meeting, for the creator.',
      security: bearer,
      responses: { 200: json(MeetingRecordings, 'The oldest first.'), ...refusals },
    }),
    idParam,
    async (c) => answer(c, await room(c, c.req.valid('param').id).recordings(bearerOf(c))),
  );

  return routes;
}
