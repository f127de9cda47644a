import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { openAPIRouteHandler } from 'hono-openapi';
import type { Env } from '../env.ts';
import type { Log } from '../log.ts';
import type { Discovery } from '../protocol/discovery.ts';
import { limits } from '../protocol/limits.ts';
import { edgeCapabilities, protocolVersions } from '../protocol/version.ts';
import type { Random } from '../secrets/random.ts';
import { refuse } from './errors.ts';
import { isLinkPage, linkPages } from './link-pages.ts';
import { liveRoutes } from './live.ts';
import { mediaRoutes } from './media.ts';
import { meetingRecordingRoutes } from './meeting-recordings.ts';
import { meetingRoutes } from './meetings.ts';
import { operatorRoutes } from './operator.ts';
import { recordingRoutes } from './recordings.ts';
import { isUpgrade, roomRoutes } from './rooms.ts';

export const productVersion = '0.1.0';

export interface AppPorts {
  readonly random: Random;
  readonly log: Log;
  now(): number;
}

export interface AppEnv {
  Bindings: Env;
  Variables: { trace: string; log: Log };
}

const discovery: Discovery = {
  service: 'holler',
  version: productVersion,
  protocol: { ...protocolVersions },
  capabilities: edgeCapabilities,
};

/** Everything that is not a page: the REST API, the rooms' sockets, and what tells about this server. */
export function createApp(ports: AppPorts) {
  const app = new Hono<AppEnv>();

  app.use(async (c, next) => {
    const trace = ports.random.trace();
    c.set('trace', trace);
    c.set('log', ports.log.with({ trace }));
    await next();
    if (c.res.status !== 101) c.header('x-trace-id', trace);
  });
  const protect = secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    referrerPolicy: 'no-referrer',
  });
  // A 101's headers cannot be changed, and a page has its own.
  app.use((c, next) => (isUpgrade(c) || isLinkPage(c.req.path) ? next() : protect(c, next)));
  app.use('/api/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  for (const path of ['/api/meetings/*', '/api/live/*']) {
    app.use(
      path,
      bodyLimit({ maxSize: limits.requestBytes, onError: (c) => refuse(c, 'too-large') }),
    );
  }

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/.well-known/holler', (c) => c.json(discovery));
  app.route('/api/meetings', meetingRoutes(ports));
  app.route('/api/meetings', meetingRecordingRoutes());
  app.route('/api/livekit', mediaRoutes(ports));
  app.route('/api/recordings', recordingRoutes());
  app.route('/api/live', liveRoutes());
  app.route('/api/operator', operatorRoutes());
  app.route('/', linkPages());
  app.route('/rooms', roomRoutes(ports));
  app.get(
    '/openapi.json',
    openAPIRouteHandler(app, {
      documentation: {
        info: {
          title: 'Holler',
          version: productVersion,
          description: 'Meetings. Media and everything live go over the room socket.',
        },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      },
    }),
  );

  app.notFound((c) => refuse(c, 'not-found'));
  app.onError((error, c) => {
    // The validator's own words for a body that is no JSON.
    if (error instanceof HTTPException && error.status === 400) return refuse(c, 'bad-message');
    c.get('log').event('request.failed', { method: c.req.method, reason: error.message });
    return refuse(c, 'internal');
  });
  return app;
}
