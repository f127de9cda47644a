import { exports } from 'cloudflare:workers';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { ErrorCode } from '../../../edge/protocol/errors.ts';
import {
  CreatedMeeting,
  ErrorAnswer,
  JoinedMeeting,
  MeetingView,
} from '../../../edge/protocol/rest.ts';
import { refusals } from '../../../edge/refusals.ts';
import { random } from './meeting.ts';

export const origin = 'https://holler.example';

export interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Each caller may create a limited number of meetings: unless told, every request is another one’s. */
export function ask(path: string, { method = 'POST', token, body, headers }: Asked = {}) {
  return exports.default.fetch(`${origin}${path}`, {
    method,
    headers: {
      'cf-connecting-ip': random.trace(),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export async function create(body: object = {}) {
  const answer = await ask('/api/meetings', { body });
  expect(answer.status).toBe(201);
  return v.parse(CreatedMeeting, await answer.json());
}

export async function joinOverRest(id: string, name: string, token?: string) {
  const answer = await ask(`/api/meetings/${id}/join`, {
    body: { name },
    ...(token !== undefined && { token }),
  });
  expect(answer.status).toBe(200);
  return v.parse(JoinedMeeting, await answer.json());
}

export async function view(id: string, token?: string) {
  const answer = await ask(`/api/meetings/${id}`, {
    method: 'GET',
    ...(token !== undefined && { token }),
  });
  expect(answer.status).toBe(200);
  return v.parse(MeetingView, await answer.json());
}

/** A refusal has its code’s status, and names the trace under which it was logged. */
export async function expectRefusal(answer: Response, code: ErrorCode): Promise<void> {
  const { error, trace } = v.parse(ErrorAnswer, await answer.json());
  expect(error.code).toBe(code);
  expect(answer.status).toBe(refusals[code].status);
  expect(answer.headers.get('x-trace-id')).toBe(trace);
}
