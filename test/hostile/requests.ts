import * as v from 'valibot';
import { expect } from 'vitest';
import type { ErrorCode } from '../../edge/protocol/errors.ts';
import { ErrorAnswer } from '../../edge/protocol/rest.ts';
import { refusals } from '../../edge/refusals.ts';

export interface Asking {
  readonly method?: string;
  readonly body?: BodyInit;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function request(address: string, { method = 'POST', body, token, headers }: Asking = {}) {
  return fetch(address, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    // Undici wants it for streams, and the types of fetch do not know it.
    ...{ duplex: 'half' },
  });
}

/** Refused with one of these codes, its status, its shape, and not a word more. */
export async function expectRefused(
  answer: Response,
  ...codes: readonly ErrorCode[]
): Promise<void> {
  const text = await answer.text();
  const { error } = v.parse(v.strictObject(ErrorAnswer.entries), JSON.parse(text));
  expect(codes).toContain(error.code);
  expect(answer.status).toBe(refusals[error.code].status);
  expect(text).not.toMatch(/\bat \S+ \(|\.ts:|node_modules/);
}
