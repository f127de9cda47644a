import * as v from 'valibot';
import type { ErrorCode } from '../../edge/protocol/errors.ts';
import { CreatedMeeting, type CreateMeeting, ErrorAnswer } from '../../edge/protocol/rest.ts';
import type { Lifecycle } from '../call/ports.ts';
import { CallError } from './call-error.ts';

export interface MeetingsApi {
  /** Rejects with a CallError. */
  create(
    options: v.InferInput<typeof CreateMeeting>,
    signal?: AbortSignal,
  ): Promise<CreatedMeeting>;
}

export interface MeetingsApiPorts {
  readonly fetch: typeof fetch;
  readonly lifecycle: Pick<Lifecycle, 'isOnline'>;
}

export function createMeetingsApi({ fetch, lifecycle }: MeetingsApiPorts): MeetingsApi {
  async function ask(request: RequestInit): Promise<Response> {
    try {
      return await fetch('/api/meetings', request);
    } catch (cause) {
      throw new CallError(lifecycle.isOnline() ? 'unreachable' : 'offline', { cause });
    }
  }

  return {
    async create(options, signal) {
      const response = await ask({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(options),
        ...(signal && { signal }),
      });
      const body: unknown = await response.json().catch(() => undefined);
      if (!response.ok) throw new CallError(codeOf(body));
      const created = v.safeParse(CreatedMeeting, body);
      if (!created.success) throw new CallError('internal');
      return created.output;
    },
  };
}

/** A proxy in between may answer with a page of its own. */
function codeOf(body: unknown): ErrorCode {
  const answer = v.safeParse(ErrorAnswer, body);
  return answer.success ? answer.output.error.code : 'internal';
}
