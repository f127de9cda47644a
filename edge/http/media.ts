import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from '../env.ts';
import { reasonOf } from '../log.ts';
import { readClusters } from '../media/clusters.ts';
import { sourcesGranted } from '../media/tokens.ts';
import { type Heard, readWebhook } from '../media/webhooks.ts';
import { brandIf, SeatId } from '../protocol/ids.ts';
import type { AppEnv, AppPorts } from './app.ts';
import { refuse } from './errors.ts';

/** A participant with four tracks and their layers is about 6 kB. */
const webhookBytes = 64_000;
/** Longer than what signs a webhook is valid. */
const rememberedMs = 15 * 60_000;

/** What media servers tell the edge. */
export function mediaRoutes({ now }: AppPorts) {
  const routes = new Hono<AppEnv>();

  /** False when this very event has been heard before. */
  async function remember(db: Env['DB'], { cluster, event }: Heard): Promise<boolean> {
    const [, inserted] = await db.batch([
      db.prepare('DELETE FROM webhooks WHERE heard_at < ?').bind(now() - rememberedMs),
      db
        .prepare('INSERT OR IGNORE INTO webhooks (id, heard_at) VALUES (?, ?)')
        .bind(`${cluster} ${event.id}`, now()),
    ]);
    return inserted?.meta.changes === 1;
  }

  routes.post(
    '/webhook',
    bodyLimit({ maxSize: webhookBytes, onError: (c) => refuse(c, 'too-large') }),
    async (c) => {
      const clusters = readClusters(c.env.LIVEKIT_CLUSTERS);
      const heard = await readWebhook(clusters, await c.req.text(), c.req.header('authorization'));
      if (heard === undefined || !(await remember(c.env.DB, heard))) {
        c.get('log').event('webhook.refused', { isSigned: heard !== undefined });
        return refuse(c, 'bad-token');
      }
      const { cluster, event } = heard;
      const room = event.room?.name ?? null;
      c.get('log').event('media.event', { cluster, room, kind: event.event });
      if (event.event === 'participant_joined') {
        await tellRoom(c.env, heard).catch((error) =>
          c.get('log').event('webhook.failed', { cluster, room, reason: reasonOf(error) }),
        );
      }
      return c.body(null, 204);
    },
  );

  return routes;
}

/** The room's metadata there names its Durable Object: a public id leads nowhere. */
async function tellRoom(env: Env, { cluster, event }: Heard): Promise<void> {
  const { room, participant } = event;
  const seat = brandIf(SeatId, participant?.identity);
  if (room === undefined || seat === undefined) return;
  const { permission } = participant ?? {};
  const granted = permission === undefined ? null : sourcesGranted(permission);
  const home = env.ROOM.get(env.ROOM.idFromString(room.metadata));
  await home.cameToMediaServer(room.name, { cluster, seat, granted });
}
