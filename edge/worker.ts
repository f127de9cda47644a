import type { Env } from './env.ts';
import { createApp } from './http/app.ts';
import { createLog, printLine, reasonOf } from './log.ts';
import { readClusters } from './media/clusters.ts';
import { readBackLoads } from './media/loads.ts';
import { createMediaAdmin } from './media/media-admin.ts';
import { buryAll, tellAll } from './recording/notifier.ts';
import { createObjects } from './recording/objects.ts';
import { deleteExpired } from './recording/recording-reader.ts';
import { readRecordingSettings } from './recording/settings.ts';
import { createRandom } from './secrets/random.ts';

export { Room } from './room/room.ts';

const log = createLog(printLine, Date.now);
const app = createApp({
  random: createRandom((bytes) => crypto.getRandomValues(bytes)),
  log,
  now: Date.now,
});

export default {
  fetch: app.fetch,
  queue: (batch, env) => {
    const isGivenUp = batch.queue === 'holler-dead-letters';
    return (isGivenUp ? buryAll : tellAll)(batch, { env, log, now: Date.now });
  },
  scheduled: async (_event, env) => {
    await Promise.all([
      readBackLoads({
        clusters: readClusters(env.LIVEKIT_CLUSTERS),
        db: env.DB,
        log,
        adminOf: createMediaAdmin,
        now: Date.now,
      }),
      tidy(env).catch((error: unknown) =>
        log.event('recording.kept-too-long', { reason: reasonOf(error) }),
      ),
    ]);
  },
} satisfies ExportedHandler<Env>;

async function tidy(env: Env): Promise<void> {
  const settings = readRecordingSettings(env);
  if (settings === null) return;
  const objects = createObjects(settings);
  const deleted = await deleteExpired({ db: env.DB, objects, log, now: Date.now() });
  if (deleted > 0) log.event('recording.expired', { deleted });
}
