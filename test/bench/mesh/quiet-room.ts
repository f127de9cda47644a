import { setTimeout as delay } from 'node:timers/promises';
import type { BenchContext, Measured } from '../group.ts';
import { quietFigures } from './quiet-figures.ts';
import { framesSince, openPreview, pressJoin } from './sides.ts';
import type { Studio } from './studio.ts';

const people = 5;
/** What a call says once it is complete: sizes wanted, first restarts, the runtime's ten quiet seconds. */
const settlingMs = 45_000;
const minuteMs = 60_000;
const mostMinutes = 3;

/** Five people in a call who say nothing in the chat and touch nothing: the room should sleep. */
export async function* measureQuietRoom(
  studio: Studio,
  { runs, signal, progress }: BenchContext,
): AsyncIterable<Omit<Measured, 'group'>> {
  const side = await studio.holler();
  for (let person = 0; person < people; person++) {
    const page = await studio.newPerson();
    await openPreview(page, side.address(person), `Person ${person}`);
    await pressJoin(page);
    await framesSince(page, 0, person);
  }
  const minutes = Math.min(mostMinutes, runs);
  progress(`A call of ${people} is left alone for ${minutes} minutes and a bit.`);
  await delay(settlingMs, undefined, { signal });
  const startedAt = Date.now();
  await delay(minutes * minuteMs, undefined, { signal });
  const log = studio.stack.readLog();
  await studio.sendHome();

  const figures = Array.from({ length: minutes }, (_, minute) =>
    quietFigures(log, startedAt + minute * minuteMs, startedAt + (minute + 1) * minuteMs),
  );
  const unit = 'per minute';
  yield {
    metric: 'quiet_room_messages',
    ...{ unit, samples: figures.map(({ messages }) => messages) },
    target: { kind: 'at most', value: 0, at: 'worst' },
  };
  yield {
    metric: 'quiet_room_alarms',
    ...{ unit, samples: figures.map(({ alarms }) => alarms) },
    target: { kind: 'at most', value: 2, at: 'worst' },
  };
}
