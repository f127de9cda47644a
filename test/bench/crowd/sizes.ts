import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { BenchContext, Measured } from '../group.ts';
import { beLively } from './activity.ts';
import type { Crowd } from './crowd.ts';
import { type Hall, joinMs, leave, untilPictures } from './hall.ts';
import type { Manner } from './manner.ts';
import { browserLoad, rendererLoad, roomLoad } from './processes.ts';

const sizes = [10, 25, 50, 100] as const;
const windowMs = 5_000;
/** Thumbnails. */
const framesPerSecond = 8;
/** One's own is the forty-ninth. */
const mostPictures = 48;

/** What one visit to a call of a certain size costs. */
interface Visit {
  readonly joinMs: number;
  readonly browserCpu: number;
  readonly rendererMemory: number;
  readonly pictures: number;
  readonly received: number;
  readonly roomMessages: number;
  readonly roomCpu: number;
}

const metrics = {
  crowd_join: ['joinMs', 'ms'],
  crowd_browser_cpu: ['browserCpu', '% of a core'],
  crowd_browser_memory: ['rendererMemory', 'MB'],
  crowd_pictures: ['pictures', 'pictures'],
  crowd_received: ['received', 'kb/s'],
  crowd_room_messages: ['roomMessages', 'per second'],
  crowd_room_cpu: ['roomCpu', '% of a core'],
} as const satisfies Record<string, readonly [keyof Visit, Measured['unit']]>;

export const sizeMetrics = Object.keys(metrics) as readonly (keyof typeof metrics)[];

export async function* measureSizes(
  hall: Hall,
  context: BenchContext,
): AsyncIterable<Omit<Measured, 'group'>> {
  const { crowd, openLobby } = await hall.newMeeting(framesPerSecond);
  for (const size of sizes) {
    const others = size - 1;
    await crowd.growTo(others, mannerOf);
    context.progress(`crowd: ${others} are there`);
    const visits: Visit[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      context.signal.throwIfAborted();
      const page = await openLobby();
      visits.push(await visit(page, crowd));
      await leave(page);
    }
    for (const metric of sizeMetrics.filter(context.wants)) {
      const [field, unit] = metrics[metric];
      const samples = visits.map((each) => each[field]);
      yield { metric, variant: `${size} people`, unit, samples };
    }
  }
  crowd.goHome();
}

/** One in ten speaks, three in four are seen. */
function mannerOf(index: number): Manner {
  return {
    microphone: index % 10 === 0 ? 'speaking' : 'silent',
    camera: showsFace(index),
  };
}

function showsFace(index: number): boolean {
  return index % 4 !== 3;
}

async function visit(page: Page, crowd: Crowd): Promise<Visit> {
  const joinedInMs = await joinMs(page);
  const faces = crowd.people.filter((_, index) => showsFace(index)).length;
  await untilPictures(page, Math.min(faces, mostPictures));
  const calmDown = beLively(crowd);
  const before = await take(page, crowd);
  await delay(windowMs);
  const after = await take(page, crowd);
  calmDown();
  const perSecond = (figure: (from: typeof before) => number) =>
    ((figure(after) - figure(before)) / (after.at - before.at)) * 1_000;
  const { decodedFrames } = after.traffic;
  const moved = Object.entries(decodedFrames).filter(
    ([track, frames]) => frames > (before.traffic.decodedFrames[track] ?? 0),
  );
  return {
    joinMs: joinedInMs,
    // Milliseconds of work in each second.
    browserCpu: perSecond(({ browserCpuMs }) => browserCpuMs) / 10,
    roomCpu: perSecond(({ roomCpuMs }) => roomCpuMs) / 10,
    rendererMemory: after.memoryMB,
    pictures: moved.length,
    received: (perSecond(({ traffic }) => traffic.receivedBytes) * 8) / 1_000,
    roomMessages: perSecond(({ messages }) => messages),
  };
}

async function take(page: Page, { people }: Crowd) {
  const traffic = await page.evaluate(() => window.benchTraffic());
  return {
    // A page with much to do is slow to answer.
    at: performance.now(),
    traffic,
    browserCpuMs: browserLoad().cpuMs,
    memoryMB: rendererLoad().residentMB,
    roomCpuMs: roomLoad().cpuMs,
    messages: people.reduce((sum, { client }) => sum + client.messages.history.length, 0),
  };
}
