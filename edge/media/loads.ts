import { type Log, reasonOf } from '../log.ts';
import { type Cluster, defaultCapacity, type Load, type Loads } from './clusters.ts';
import type { MediaAdmin } from './media-admin.ts';

/** The job runs every minute: two that were missed, and nobody knows any more. */
export const loadHoldsMs = 3 * 60_000;

export interface LoadPorts {
  readonly clusters: readonly Cluster[];
  readonly db: D1Database;
  readonly log: Log;
  adminOf(cluster: Cluster): Pick<MediaAdmin, 'countPeople'>;
  now(): number;
}

/** The scheduled job: asks every cluster how full it is, for the rooms that choose one in the next minute. */
export async function readBackLoads({ clusters, db, log, adminOf, now }: LoadPorts): Promise<void> {
  const readings = await Promise.all(
    clusters.map(async (cluster) => ({ cluster, load: await loadOf(cluster) })),
  );
  const insert = db.prepare(
    `INSERT INTO cluster_loads (cluster, load, read_at) VALUES (?, ?, ?)
     ON CONFLICT (cluster) DO UPDATE SET load = excluded.load, read_at = excluded.read_at`,
  );
  await db.batch([
    // What is no longer configured is forgotten with what is too old.
    db.prepare('DELETE FROM cluster_loads WHERE read_at <= ?').bind(now() - loadHoldsMs),
    ...readings.map(({ cluster, load }) => insert.bind(cluster.name, load, now())),
  ]);

  async function loadOf(cluster: Cluster): Promise<number | null> {
    const { name, capacity = defaultCapacity } = cluster;
    try {
      const people = await adminOf(cluster).countPeople();
      log.event('media.load', { cluster: name, people, capacity });
      return Math.min(1, people / capacity);
    } catch (error) {
      log.event('media.unreachable', { cluster: name, reason: reasonOf(error) });
      return null;
    }
  }
}

/** What is known of clusters now. */
export async function knownLoads(db: D1Database, now: number): Promise<Loads> {
  const { results } = await db
    .prepare('SELECT cluster, load FROM cluster_loads WHERE read_at > ?')
    .bind(now - loadHoldsMs)
    .all<{ cluster: string; load: number | null }>();
  return new Map<string, Load>(results.map(({ cluster, load }) => [cluster, load ?? 'silent']));
}
