import { measureFrames } from '../crowd/frames.ts';
import { type Hall, openHall } from '../crowd/hall.ts';
import { measureSilence } from '../crowd/silence.ts';
import { measureSizes, sizeMetrics } from '../crowd/sizes.ts';
import { type BenchContext, type Group, type Measured, type Row, rowOf } from '../group.ts';

const name = 'crowd';
const frameMetrics = [
  'crowd_frames_49',
  'crowd_longest_script_49',
  'crowd_longest_script_joining_49',
] as const;
const silenceMetric = 'crowd_silent_downlink';

export const group: Group = {
  name,
  async *measure(context): AsyncIterable<Row> {
    if (![...sizeMetrics, ...frameMetrics, silenceMetric].some(context.wants)) return;
    const hall = await openHall(context.signal);
    try {
      for await (const measured of measureIn(hall, context))
        yield rowOf({ group: name, ...measured });
    } finally {
      await hall.close();
    }
  },
};

async function* measureIn(
  hall: Hall,
  context: BenchContext,
): AsyncIterable<Omit<Measured, 'group'>> {
  const { wants } = context;
  if (sizeMetrics.some(wants)) yield* measureSizes(hall, context);
  if (frameMetrics.some(wants)) yield* measureFrames(hall, context);
  if (wants(silenceMetric)) yield await measureSilence(hall, context);
}
