import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { EgressInfo } from 'livekit-server-sdk';
import type { Env } from '../env.ts';
import { reasonOf } from '../log.ts';
import { readClusters } from '../media/clusters.ts';
import { sourcesGranted } from '../media/tokens.ts';
import { type Heard, readWebhook } from '../media/webhooks.ts';
import { brandIf, SeatId } from '../protocol/ids.ts';
import { reportOf } from '../recording/egress.ts';
import type { AppEnv, AppPorts } from './app.ts';
import { refuse } from './errors.ts';

/** A participant with four tracks and their layers is about 6 kB. */
const webhookBytes = 64_000;
/** Longer than what signs a webhook is valid. */
const rememberedMs = 15 * 60_000;

const concerns = new Set<string>([
  'participant_joined',
  'egress_started',
  'egress_updated',
  'egress_ended',
]);

/** What media servers tell the edge. */
export function mediaRoutes({ now }: AppPorts) {
  const routes = new Hono<AppEnv>();

  /** False when this very event has been heard before. */
  async function remember(db: Env['DB'], { cluster, event }: Heard): Promise<boolean> {
    const [, inserted] = await db.batch([
      db.prepare('DELETE FROM webhooks WHERE heard_at < ?').bind(now() - rememberedMs),
      db
        .prepare('INSERT OR IGNORE INTO webhooks (id, heard_at) VALUES (?, ?)')
        .bind(idOf({ cluster, event }), now()),
    ]);
    return inserted?.meta.changes === 1;
  }

  async function forget(db: Env['DB'], heard: Heard): Promise<void> {
    await db.prepare('DELETE FROM webhooks WHERE id = ?').bind(idOf(heard)).run();
  }

  routes.post(
    '/webhook',
    bodyLimit({ maxSize: webhookBytes, onError: (c) => refuse(c, 'too-large') }),
    async (c) => {
      const clusters = readClusters(c.env.LIVEKIT_CLUSTERS);
      const heard = await readWebhook(clusters, await c.req.text(), c.req.header('authorization'));
      const log = c.get('log');
      // Whatever else they tell concerns nobody, and there is much of it.
      if (heard !== undefined && !concerns.has(heard.event.event)) return c.body(null, 204);
      if (heard === undefined || !(await remember(c.env.DB, heard))) {
        log.event('webhook.refused', { isSigned: heard !== undefined });
        return refuse(c, 'bad-token');
      }
      const { event, egressInfo, room } = heard.event;
      const about = { cluster: heard.cluster, room: room?.name ?? egressInfo?.roomName ?? null };
      log.event('media.told', { ...about, what: event });
      try {
        if (egressInfo === undefined) await tellRoom(c.env, heard);
        else await tellOfEgress(c.env, egressInfo);
        return c.body(null, 204);
      } catch (error) {
        log.event('webhook.failed', { ...about, reason: reasonOf(error) });
        // LiveKit says it again, and must then be heard.
        await forget(c.env.DB, heard);
        return refuse(c, 'internal');
      }
    },
  );

  return routes;
}

/** The room whose recording it is; somebody else's egress concerns nobody. */
async function tellOfEgress(env: Env, info: EgressInfo): Promise<void> {
  const row = await env.DB.prepare(
    'SELECT home FROM recordings WHERE meeting = ? ORDER BY started_at DESC LIMIT 1',
  )
    .bind(info.roomName)
    .first<{ home: string }>();
  const home = row === null ? undefined : homeOf(env, row.home);
  if (home !== undefined) await env.ROOM.get(home).hearEgress(reportOf(info));
}

function idOf({ cluster, event }: Heard): string {
  return `${cluster} ${event.id}`;
}

async function tellRoom(env: Env, { cluster, event }: Heard): Promise<void> {
  const { room, participant } = event;
  const seat = brandIf(SeatId, participant?.identity);
  if (room === undefined || seat === undefined) return;
  const home = homeOf(env, room.metadata);
  if (home === undefined) return;
  const { permission } = participant ?? {};
  const granted = permission === undefined ? null : sourcesGranted(permission);
  await env.ROOM.get(home).cameToMediaServer(room.name, { cluster, seat, granted });
}

/** The room's metadata there names its Durable Object: a public id leads nowhere, and neither does anybody else's. */
export function homeOf(env: Env, metadata: string): DurableObjectId | undefined {
  try {
    return env.ROOM.idFromString(metadata);
  } catch {
    return undefined;
  }
}
