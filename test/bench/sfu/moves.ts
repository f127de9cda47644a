import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { Extra } from '../crowd/people.ts';
import type { BenchContext } from '../group.ts';
import {
  afterMs,
  crossingOf,
  doubledSound,
  type Gaps,
  pictureGaps,
  quietMs,
  soundGaps,
} from './gaps.ts';
import type { BenchSigns } from './in-page-signs.ts';
import type { Meeting, Stage } from './stage.ts';

/** How a call comes to move. */
export interface Scene {
  readonly people: number;
  /** Makes the call one that will move by itself; left out when something has to be asked for. */
  prepare?(call: Call): Promise<void>;
  ask?(call: Call): Promise<void>;
  /** How long it may take until the last tile has crossed. */
  readonly patienceMs: number;
}

interface Call {
  readonly meeting: Meeting;
  readonly pages: readonly Page[];
}

export interface MoveFigures {
  readonly video: readonly Gaps[];
  readonly audio: readonly Gaps[];
  readonly doubled: readonly Gaps[];
  /** Tiles that stayed where they were. */
  readonly stuck: number;
}

type Signs = Pick<BenchSigns, 'frames' | 'hearing'>;

/** Until sizes have settled and encoders run at their speed. */
const settlingMs = 10_000;
const pollMs = 500;
/** What happens on its own is compared with what was until shortly before. */
const headStartMs = 1_500;

export const complaining: Scene = {
  people: 3,
  ask: async ({ pages: [page] }) => page?.evaluate(() => window.benchSigns.complain()),
  patienceMs: 20_000,
};

/** The sixth has no browser: their machine would be this one. */
export const growing: Scene = {
  people: 5,
  ask: async ({ meeting }) => void (await meeting.enterExtra('The sixth')),
  patienceMs: 60_000,
};

/** Three more make it a large call and leave again; after a minute of calm it moves back. */
export const shrinking: Scene = {
  people: 3,
  async prepare({ meeting, pages }) {
    const passing: Extra[] = [];
    const untilServer = ['Dan', 'Eve', 'Fay'].map(async (name) => {
      passing.push(await meeting.enterExtra(name));
    });
    await Promise.all(untilServer);
    await untilCrossed(pages, complaining.patienceMs);
    // The room closes their sockets instead of answering.
    for (const { client } of passing)
      await client.command({ type: 'leave' }).catch(() => undefined);
    await delay(settlingMs);
  },
  patienceMs: 120_000,
};

/** Somebody else listens in each `run`. */
export async function measureMove(
  stage: Stage,
  scene: Scene,
  run: number,
  { signal }: BenchContext,
): Promise<MoveFigures> {
  const meeting = await stage.newMeeting();
  const pages: Page[] = [];
  for (let person = 0; person < scene.people; person += 1) {
    signal.throwIfAborted();
    const listens = person === run % scene.people;
    pages.push(await meeting.enter(`Person ${person}`, { listens }));
  }
  const call: Call = { meeting, pages };
  await delay(settlingMs, undefined, { signal });
  await scene.prepare?.(call);
  await Promise.all(pages.map(forgetSigns));
  await delay(quietMs + headStartMs, undefined, { signal });
  const asked = Date.now();
  await scene.ask?.(call);
  await untilCrossed(pages, scene.patienceMs);
  await delay(afterMs + pollMs, undefined, { signal });
  const signs = await Promise.all(pages.map(signsOf));
  await stage.sendHome();
  return figuresOf(signs, scene.ask === undefined ? firstCrossing(signs) - headStartMs : asked);
}

function figuresOf(signs: readonly Signs[], askedAt: number): MoveFigures {
  const wasThere = ([first]: readonly { at: number }[]) =>
    first !== undefined && first.at < askedAt;
  const frames = signs.flatMap((page) => Object.values(page.frames)).filter(wasThere);
  const hearing = signs.flatMap((page) => Object.values(page.hearing));
  const video = frames.map((tile) => pictureGaps(tile, askedAt)).filter((gaps) => gaps !== null);
  return {
    video,
    audio: hearing.map((sound) => soundGaps(sound, askedAt)).filter((gaps) => gaps !== null),
    doubled: hearing.map((sound) => doubledSound(sound, askedAt)).filter((gaps) => gaps !== null),
    stuck: frames.length - video.length,
  };
}

function firstCrossing(signs: readonly Signs[]): number {
  const crossings = signs.flatMap(({ frames }) =>
    Object.values(frames).map((tile) => crossingOf(tile)),
  );
  return Math.min(...crossings.filter((at) => at !== null));
}

/** Each page's tiles of those who were there before; gives up quietly, and the figures tell. */
async function untilCrossed(pages: readonly Page[], patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const tiles = pages.length * (pages.length - 1);
  while (Date.now() < deadline) {
    const signs = await Promise.all(pages.map(signsOf));
    const crossed = signs.flatMap(({ frames }) =>
      Object.values(frames).map((tile) => crossingOf(tile)),
    );
    if (crossed.filter((at) => at !== null).length >= tiles) return;
    await delay(pollMs);
  }
}

function signsOf(page: Page): Promise<Signs> {
  return page.evaluate(() => ({
    frames: window.benchSigns.frames,
    hearing: window.benchSigns.hearing,
  }));
}

function forgetSigns(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.benchSigns.frames = {};
    for (const heard of Object.values(window.benchSigns.hearing)) {
      heard.switches.length = 0;
      heard.pauses.length = 0;
      heard.louder.length = 0;
    }
  });
}
