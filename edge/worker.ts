import type { Env } from './env.ts';
import { createApp } from './http/app.ts';
import { createLog, printLine } from './log.ts';
import { readClusters } from './media/clusters.ts';
import { readBackLoads } from './media/loads.ts';
import { createMediaAdmin } from './media/media-admin.ts';
import { createRandom } from './random.ts';

export { Room } from './room/room.ts';

const log = createLog(printLine, Date.now);
const app = createApp({
  random: createRandom((bytes) => crypto.getRandomValues(bytes)),
  log,
  now: Date.now,
});

export default {
  fetch: app.fetch,
  scheduled: (_event, env) =>
    readBackLoads({
      clusters: readClusters(env.LIVEKIT_CLUSTERS),
      db: env.DB,
      log,
      adminOf: createMediaAdmin,
      now: Date.now,
    }),
} satisfies ExportedHandler<Env>;
