import type { Context } from 'hono';
import { type ErrorCode, errorKinds, protocolError } from '../protocol/errors.ts';
import type { AppEnv } from './app.ts';

export function refuse(c: Context<AppEnv>, code: ErrorCode) {
  return c.json({ error: protocolError(code), trace: c.get('trace') }, errorKinds[code].status);
}
