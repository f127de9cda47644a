import { type BenchContext, type Group, type Measured, type Row, rowOf } from '../group.ts';
import { measureArrivals } from '../mesh/arrivals.ts';
import { measureFirstFrame } from '../mesh/first-frame.ts';
import { measureMeshOfFive } from '../mesh/mesh-of-five.ts';
import { measureQuietRoom } from '../mesh/quiet-room.ts';
import { measureRelayLatency } from '../mesh/relay-latency.ts';
import { measureRelayRate } from '../mesh/relay-rate.ts';
import { startRelays } from '../mesh/relays.ts';
import { openStudio } from '../mesh/studio.ts';

const name = 'mesh';

const relayMetrics = ['relay_candidate', 'relay_rate'] as const;
const arrivalMetrics = [
  'first_frame_after_navigation_cold',
  'first_frame_after_navigation_warm',
  'js_bytes_until_live',
  'wire_bytes_until_live',
] as const;
const quietMetrics = ['quiet_room_messages', 'quiet_room_alarms'] as const;
const callMetrics = [
  'first_frame_after_click',
  'mesh5_connected',
  ...arrivalMetrics,
  ...quietMetrics,
] as const;

type Measurements = AsyncIterable<Omit<Measured, 'group'>>;

export const group: Group = {
  name,
  async *measure(context): AsyncIterable<Row> {
    const { wants } = context;
    if (relayMetrics.some(wants)) yield* rows(measureRelays(context));
    if (callMetrics.some(wants)) yield* rows(measureCalls(context));
  },
};

async function* rows(measurements: Measurements): AsyncIterable<Row> {
  for await (const measured of measurements) yield rowOf({ group: name, ...measured });
}

async function* measureRelays(context: BenchContext): Measurements {
  const relays = await startRelays();
  try {
    if (context.wants('relay_candidate')) yield* measureRelayLatency(relays, context);
    if (context.wants('relay_rate')) yield await measureRelayRate(relays, context);
  } finally {
    await relays.stop();
  }
}

async function* measureCalls(context: BenchContext): Measurements {
  const { wants } = context;
  const studio = await openStudio();
  try {
    if (wants('first_frame_after_click')) yield await measureFirstFrame(studio, context);
    if (arrivalMetrics.some(wants)) yield* measureArrivals(studio, context);
    if (wants('mesh5_connected')) yield await measureMeshOfFive(studio, context);
    if (quietMetrics.some(wants)) yield* measureQuietRoom(studio, context);
  } finally {
    await studio.close();
  }
}
