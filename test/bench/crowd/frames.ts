import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { BenchContext, Measured } from '../group.ts';
import { pressJoin } from '../mesh/sides.ts';
import { openBare, whatHollerCaptures } from '../sfu/first-frame.ts';
import { type Hall, untilPictures } from './hall.ts';
import { type Smoothness, watchSmoothness } from './in-page-smoothness.ts';

/** One's own is the forty-ninth. */
const people = 48;
const framesPerSecond = 10;
const windowMs = 5_000;
/** Subscribing, the first key frames and the tiles' gliding to their places. */
const settleMs = 3_000;

/** How smoothly a page with 49 moving pictures paints, ours and a bare one taking turns. */
export async function* measureFrames(
  hall: Hall,
  context: BenchContext,
): AsyncIterable<Omit<Measured, 'group'>> {
  for (const encrypted of [true, false]) yield* measureVariant(hall, context, encrypted);
}

async function* measureVariant(
  hall: Hall,
  { runs, signal, wants }: BenchContext,
  encrypted: boolean,
): AsyncIterable<Omit<Measured, 'group'>> {
  const gathering = await hall.newMeeting(framesPerSecond, { encrypted });
  const { crowd } = gathering;
  await crowd.growTo(people, () => ({ microphone: 'silent', camera: true }));
  const constraints = await whatHollerCaptures(gathering);
  const ours: Smoothness[] = [];
  const theirs: Smoothness[] = [];
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    const page = await gathering.openLobby();
    ours.push(await smoothnessOf(page));
    await page.context().close();
    const bare = await openBare(hall, gathering, constraints);
    theirs.push(await smoothnessOf(bare.page));
    await bare.leave();
  }
  crowd.goHome();
  const variant = encrypted ? 'encrypted' : 'in the clear';
  if (wants('crowd_frames_49')) {
    yield {
      metric: 'crowd_frames_49',
      ...{ variant, unit: 'per second', better: 'higher' },
      samples: ours.map((each) => each.framesPerSecond),
      peerSamples: theirs.map((each) => each.framesPerSecond),
      target: { kind: 'ratio at least', value: 0.9, at: 'p50' },
    };
  }
  if (wants('crowd_longest_script_49')) {
    yield {
      metric: 'crowd_longest_script_49',
      ...{ variant, unit: 'ms' },
      samples: ours.map((each) => each.longestScriptMs),
      peerSamples: theirs.map((each) => each.longestScriptMs),
      target: { kind: 'at most', value: 50, at: 'worst' },
    };
  }
}

async function smoothnessOf(page: Page): Promise<Smoothness> {
  await pressJoin(page);
  await untilPictures(page, people);
  await delay(settleMs);
  return page.evaluate(watchSmoothness, windowMs);
}
