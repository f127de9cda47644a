import { setTimeout as delay } from 'node:timers/promises';
import { type BenchContext, type Group, type Measured, type Row, rowOf } from '../group.ts';
import { figuresOf } from '../record/film.ts';
import { measureLoss } from '../record/kill.ts';
import { measureLoad } from '../record/load.ts';
import { openRecordScene, type RecordScene } from '../record/scene.ts';

const name = 'record';
const shortMs = 8_000;
const loadSeconds = 30;
const growthSeconds = 600;
const timely = ['press_to_recording', 'stop_to_link', 'av_offset', 'pictures_missing'] as const;

type Figures = AsyncIterable<Omit<Measured, 'group'>>;

export const group: Group = {
  name,
  async *measure(context): AsyncIterable<Row> {
    for await (const measured of measurements(context)) yield rowOf({ group: name, ...measured });
  },
};

async function* measurements(context: BenchContext): Figures {
  const { wants } = context;
  const scene = await openRecordScene();
  try {
    if (timely.some(wants)) yield* measureTimes(scene, context);
    if (wants('recorder_lost_on_kill')) yield await measureKills(scene, context);
    if (wants('recorder_cpu_720p30')) yield await measureCpu(scene, 1, context);
    if (wants('recorder_cpu_two_recordings')) yield await measureCpu(scene, 2, context);
    if (wants('recorder_memory_growth')) yield await measureGrowth(scene, context);
  } finally {
    await scene.close();
  }
}

/** Each in a call of its own, which is in a mesh when somebody presses. */
async function* measureTimes(
  scene: RecordScene,
  { runs, signal, progress }: BenchContext,
): Figures {
  const pressed: number[] = [];
  const linked: number[] = [];
  const apart: number[] = [];
  const missing: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    progress(`recording ${run + 1} of ${runs}`);
    const call = await scene.openCall();
    pressed.push(await call.press());
    await delay(shortMs);
    const { elapsedMs, link } = await call.stop();
    linked.push(elapsedMs);
    await call.close();
    const figures = await figuresOf(scene, link);
    apart.push(...figures.apartMs);
    missing.push(figures.missingPictures);
  }
  yield {
    metric: 'press_to_recording',
    ...{ unit: 'ms', samples: pressed },
    target: { kind: 'at most', value: 5_000, at: 'p95' },
  };
  yield {
    metric: 'stop_to_link',
    ...{ unit: 'ms', samples: linked },
    target: { kind: 'at most', value: 3_000, at: 'p95' },
  };
  yield {
    metric: 'av_offset',
    ...{ unit: 'ms', samples: apart },
    target: { kind: 'at most', value: 80, at: 'p95' },
  };
  yield { metric: 'pictures_missing', unit: 'pictures', samples: missing };
}

/** Each costs a recorder, its revival and a second part. */
const mostKills = 6;

async function measureKills(
  scene: RecordScene,
  { runs, signal, progress }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  const kills = Math.min(runs, mostKills);
  const samples: number[] = [];
  for (let run = 0; run < kills; run += 1) {
    progress(`a recorder is killed, ${run + 1} of ${kills}`);
    samples.push(await measureLoss(scene, { afterMs: shortMs + (run * 2_000) / kills, signal }));
  }
  return {
    metric: 'recorder_lost_on_kill',
    ...{ unit: 'ms', samples },
    target: { kind: 'at most', value: 3_000, at: 'worst' },
  };
}

async function measureCpu(
  scene: RecordScene,
  recordings: 1 | 2,
  { signal, progress }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  progress(`${recordings} recordings for ${loadSeconds} s`);
  const calls = [];
  for (let index = 0; index < recordings; index += 1) {
    const call = await scene.openCall();
    await call.press();
    calls.push(call);
  }
  const load = await measureLoad(scene.recorderFolder, { seconds: loadSeconds, signal });
  for (const call of calls) {
    await call.stop();
    await call.close();
  }
  const samples = [load.cpuPerSecond * 100];
  if (recordings === 2) {
    return { metric: 'recorder_cpu_two_recordings', unit: '% of a core', samples };
  }
  return {
    metric: 'recorder_cpu_720p30',
    ...{ unit: '% of a core', samples },
    target: { kind: 'at most', value: 100, at: 'p50' },
  };
}

async function measureGrowth(
  scene: RecordScene,
  { signal, progress }: BenchContext,
): Promise<Omit<Measured, 'group'>> {
  progress(`a recording of ${growthSeconds} s`);
  const call = await scene.openCall();
  await call.press();
  // What it takes to begin is no growth.
  await delay(loadSeconds * 1_000, undefined, { signal });
  const load = await measureLoad(scene.recorderFolder, { seconds: growthSeconds, signal });
  await call.stop();
  await call.close();
  return {
    metric: 'recorder_memory_growth',
    ...{ unit: 'MB', samples: [load.recorderGrowthBytes / 1_000_000] },
    target: { kind: 'at most', value: 20, at: 'p50' },
  };
}
