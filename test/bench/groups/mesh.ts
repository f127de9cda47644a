import { type BenchContext, type Group, type Measured, type Row, rowOf } from '../group.ts';
import { measureRelayLatency } from '../mesh/relay-latency.ts';
import { measureRelayRate } from '../mesh/relay-rate.ts';
import { startRelays } from '../mesh/relays.ts';

const name = 'mesh';

export const group: Group = {
  name,
  async *measure(context): AsyncIterable<Row> {
    for await (const measured of measurements(context)) yield rowOf({ group: name, ...measured });
  },
};

async function* measurements(context: BenchContext): AsyncIterable<Omit<Measured, 'group'>> {
  if (context.wants('relay_candidate') || context.wants('relay_rate')) yield* relaying(context);
}

async function* relaying(context: BenchContext): AsyncIterable<Omit<Measured, 'group'>> {
  const relays = await startRelays();
  try {
    if (context.wants('relay_candidate')) yield* measureRelayLatency(relays, context);
    if (context.wants('relay_rate')) yield await measureRelayRate(relays, context);
  } finally {
    await relays.stop();
  }
}
