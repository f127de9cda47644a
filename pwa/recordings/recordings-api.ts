import * as v from 'valibot';
import type { ErrorCode } from '../../edge/protocol/errors.ts';
import type { LinkToken } from '../../edge/protocol/recording.ts';
import { LiveView, RecordingView, Viewers } from '../../edge/protocol/recordings-rest.ts';
import { ErrorAnswer } from '../../edge/protocol/rest.ts';
import type { Lifecycle } from '../call/ports.ts';
import { CallError } from '../meetings/call-error.ts';

/** Each rejects with a CallError. */
export interface RecordingsApi {
  recording(token: LinkToken): Promise<RecordingView>;
  deleteRecording(token: LinkToken): Promise<void>;
  /** Has the link sent to an address, once the recording is there. */
  mail(token: LinkToken, email: string): Promise<void>;
  live(token: LinkToken): Promise<LiveView>;
  /** Says that somebody watches; resolves to how many do. */
  watch(token: LinkToken, viewer: string): Promise<number>;
}

export interface RecordingsApiPorts {
  readonly fetch: typeof fetch;
  readonly lifecycle: Pick<Lifecycle, 'isOnline'>;
}

export function createRecordingsApi({ fetch, lifecycle }: RecordingsApiPorts): RecordingsApi {
  async function ask(path: string, request: RequestInit = {}): Promise<Response> {
    const response = await fetch(path, request).catch((cause: unknown) => {
      throw new CallError(lifecycle.isOnline() ? 'unreachable' : 'offline', { cause });
    });
    if (!response.ok) throw new CallError(codeOf(await response.json().catch(() => undefined)));
    return response;
  }

  async function read<T>(
    path: string,
    schema: v.GenericSchema<unknown, T>,
    request?: RequestInit,
  ): Promise<T> {
    const response = await ask(path, request);
    const view = v.safeParse(schema, await response.json().catch(() => undefined));
    if (!view.success) throw new CallError('internal');
    return view.output;
  }

  return {
    recording: (token) => read(`/api/recordings/${token}`, RecordingView),
    live: (token) => read(`/api/live/${token}`, LiveView),
    async watch(token, viewer) {
      const { viewers } = await read(`/api/live/${token}/viewers`, Viewers, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ viewer }),
      });
      return viewers;
    },
    async mail(token, email) {
      await ask(`/api/recordings/${token}/mail`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email }),
      });
    },
    async deleteRecording(token) {
      await ask(`/api/recordings/${token}`, { method: 'DELETE' });
    },
  };
}

/** A proxy in between may answer with a page of its own. */
function codeOf(body: unknown): ErrorCode {
  const answer = v.safeParse(ErrorAnswer, body);
  return answer.success ? answer.output.error.code : 'internal';
}
