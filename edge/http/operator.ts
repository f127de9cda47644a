import { Hono, type MiddlewareHandler } from 'hono';
import { deadLetters, rerunDeadLetters } from '../recording/notifier.ts';
import { isSameSecret } from '../secrets/same-secret.ts';
import type { AppEnv } from './app.ts';
import { refuse } from './errors.ts';
import { limited } from './recordings.ts';
import { bearerOf } from './requests.ts';

const leastSecret = 16;

const operatorOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const secret = c.env.OPERATOR_SECRET ?? '';
  const given = bearerOf(c);
  if (secret.length < leastSecret || given === null || !isSameSecret(given, secret)) {
    return refuse(c, 'bad-token');
  }
  return next();
};

/** `/api/operator`: for whoever runs this server, with the setting OPERATOR_SECRET as the token. */
export function operatorRoutes() {
  const routes = new Hono<AppEnv>();
  routes.use('*', limited, operatorOnly);
  routes.get('/dead-letters', async (c) => c.json({ deadLetters: await deadLetters(c.env.DB) }));
  routes.post('/dead-letters/rerun', async (c) => c.json({ rerun: await rerunDeadLetters(c.env) }));
  return routes;
}
