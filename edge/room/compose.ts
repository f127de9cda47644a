import * as v from 'valibot';
import type { Env } from '../env.ts';
import { type Log, reasonOf } from '../log.ts';
import { type Cluster, readClusters } from '../media/clusters.ts';
import { knownLoads } from '../media/loads.ts';
import { createMediaAdmin } from '../media/media-admin.ts';
import type { MeetingId } from '../protocol/ids.ts';
import { RoomHome } from '../protocol/recording.ts';
import { publicIdOf } from '../secrets/public-id.ts';
import type { Random } from '../secrets/random.ts';
import type { Alarm } from './alarm.ts';
import type { RoomCore } from './core.ts';
import { RoomMedia } from './drivers/media-servers.ts';
import { openRecordingDesk, type RecordingDesk } from './drivers/recordings.ts';
import type { Sockets } from './sockets/sockets.ts';
import type { Store } from './storage/store.ts';

/** What a room is made of, for those of its parts that reach out of it. */
export interface PartsPorts {
  readonly ctx: DurableObjectState;
  readonly env: Env;
  readonly store: Store;
  readonly sockets: Sockets;
  readonly alarm: Alarm;
  readonly random: Random;
  readonly log: Log;
  core(): RoomCore | undefined;
}

/** `room` is the meeting's public id. */
export function createDesk(room: string, ports: PartsPorts): RecordingDesk | null {
  const { ctx, env, store, alarm, log } = ports;
  return openRecordingDesk({
    ...ports,
    clusters: clustersOf(env, log),
    room,
    home: v.parse(RoomHome, ctx.id.toString()),
    leftovers: store.recordings,
    now: Date.now,
    waitUntil: (work) => ctx.waitUntil(work),
    wakeAt: (deadline) => alarm.wakeAt(deadline),
  });
}

export function createMedia({ ctx, env, store, alarm, log, core }: PartsPorts): RoomMedia {
  return new RoomMedia({
    clusters: clustersOf(env, log),
    home: ctx.id.toString(),
    chores: store.chores,
    log,
    adminOf: createMediaAdmin,
    loads: () => knownLoads(env.DB, Date.now()).catch(() => new Map()),
    now: Date.now,
    standingOf: (id) => core()?.standingOf(id),
    hasPeople: () => (core()?.members.length ?? 0) > 0,
    isOn: (cluster) => core()?.isOn(cluster) === true,
    waitUntil: (work) => ctx.waitUntil(work),
    choreWaits: () => alarm.wakeAt(store.chores.firstDue()),
  });
}

function clustersOf(env: Env, log: Log): readonly Cluster[] {
  try {
    return readClusters(env.LIVEKIT_CLUSTERS);
  } catch (error) {
    // Small calls need none of it.
    log.event('media.misconfigured', { reason: reasonOf(error) });
    return [];
  }
}

export function writeEnd(id: MeetingId, { ctx, env, log }: PartsPorts): void {
  const done = env.DB.prepare('UPDATE meetings SET ended_at = ? WHERE public_id = ?')
    .bind(Date.now(), publicIdOf(id))
    .run()
    .catch(() => log.event('database.failed', { statement: 'meeting ended' }));
  ctx.waitUntil(done.then(() => undefined));
}
