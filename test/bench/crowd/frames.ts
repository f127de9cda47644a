import type { Page } from '@playwright/test';
import type { BenchContext, Measured } from '../group.ts';
import { pressJoin } from '../mesh/sides.ts';
import { openBare, whatHollerCaptures } from '../sfu/first-frame.ts';
import { type Hall, leave, untilPictures } from './hall.ts';
import { type Smoothness, watchSmoothness } from './in-page-smoothness.ts';

/** One's own is the forty-ninth. */
const people = 48;
const framesPerSecond = 10;
const windowMs = 5_000;
/** Joining, with subscribing to everybody in a few negotiations. */
const joiningMs = 8_000;

interface Visit {
  readonly joining: Smoothness;
  readonly steady: Smoothness;
}

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
  const ours: Visit[] = [];
  const theirs: Visit[] = [];
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    const page = await gathering.openLobby();
    ours.push(await visit(page));
    await leave(page);
    const bare = await openBare(hall, gathering, constraints);
    theirs.push(await visit(bare.page));
    await bare.leave();
  }
  crowd.goHome();
  const variant = encrypted ? 'encrypted' : 'in the clear';
  if (wants('crowd_frames_49')) {
    yield {
      metric: 'crowd_frames_49',
      ...{ variant, unit: 'per second', better: 'higher' },
      samples: ours.map(({ steady }) => steady.framesPerSecond),
      peerSamples: theirs.map(({ steady }) => steady.framesPerSecond),
      target: { kind: 'ratio at least', value: 0.9, at: 'p50' },
    };
  }
  if (wants('crowd_longest_script_49')) {
    yield {
      metric: 'crowd_longest_script_49',
      ...{ variant, unit: 'ms' },
      samples: ours.map(({ steady }) => steady.longestScriptMs),
      peerSamples: theirs.map(({ steady }) => steady.longestScriptMs),
      target: { kind: 'at most', value: 50, at: 'worst' },
    };
  }
  if (wants('crowd_longest_script_joining_49')) {
    yield {
      metric: 'crowd_longest_script_joining_49',
      ...{ variant, unit: 'ms' },
      samples: ours.map(({ joining }) => joining.longestScriptMs),
      peerSamples: theirs.map(({ joining }) => joining.longestScriptMs),
    };
  }
}

async function visit(page: Page): Promise<Visit> {
  await pressJoin(page);
  const joining = await page.evaluate(watchSmoothness, joiningMs);
  await untilPictures(page, people);
  return { joining, steady: await page.evaluate(watchSmoothness, windowMs) };
}
