import { createApp } from './http/app.ts';
import { createLog, printLine } from './log.ts';
import { createRandom } from './random.ts';

export { Room } from './room/room.ts';

const app = createApp({
  random: createRandom((bytes) => crypto.getRandomValues(bytes)),
  log: createLog(printLine, Date.now),
  now: Date.now,
});

export default { fetch: app.fetch };
