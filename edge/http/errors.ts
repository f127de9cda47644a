import type { Context } from 'hono';
import type { ErrorCode } from '../protocol/errors.ts';
import { protocolError, refusals } from '../refusals.ts';
import type { AppEnv } from './app.ts';

export function refuse(c: Context<AppEnv>, code: ErrorCode) {
  return c.json({ error: protocolError(code), trace: c.get('trace') }, refusals[code].status);
}
