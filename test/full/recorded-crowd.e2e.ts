import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from '../../edge/dev/find-program.ts';
import { canvas, planRecorded } from '../../pwa/screens/recorder/plan-recorded.ts';
import { examine } from '../e2e/support/film.ts';
import { hueTolerance } from '../e2e/support/looks.ts';
import type { Person } from '../e2e/support/person.ts';
import {
  downloadBy,
  expectRecorded,
  pressRecord,
  stopRecording,
  toldLink,
} from '../e2e/support/recording.ts';
import { expect, test } from '../e2e/support/test.ts';
import { personOf, roomOf, seatOf } from '../pwa/screens/people.ts';
import { factsOf } from '../support/movie.ts';
import { type FilmPlace, lookAtPlaces } from './support/film-places.ts';
import { crowdHues, gatherRecordedCrowd } from './support/recorded-crowd.ts';

test.use({ sfu: true, recording: true });

const people = 50;
const recordedMs = 25_000;
/** A film begins with its first picture; by then all others have come as well. */
const settledSeconds = 12;
/** A name stands in a corner of each picture, and a white bar moves over it. */
const leastShare = 0.6;
/** The bar covers an eighth of a picture; where it was and where it is now have changed. */
const leastChange = 0.05;
/** A recorder makes 30 where it has a processor for itself; this machine carries the whole call besides. */
const leastPicturesPerSecond = 5;

test('a call of fifty is seen in its film, everybody in a place of the grid', async ({
  invite,
  stack,
  browser,
}) => {
  test.skip(findProgram(['go']) === null, 'Go is not installed, and the crowd is built with it');
  const crowd = await gatherRecordedCrowd(browser, stack.origin, people - 1);
  try {
    // A low window asks for a few pictures: the machine is busy enough with the film.
    const ann = await invite('Ann', { context: { viewport: { width: 960, height: 500 } } });
    await ann.joinBy(crowd.link);
    await pressRecord(ann);
    await crowd.answerAll('yes');
    await expectRecorded(ann);
    const since = performance.now();
    await delay(recordedMs);
    await stopRecording(ann);
    const recordedSeconds = (performance.now() - since) / 1_000;

    const film = await downloadBy(ann, await toldLink(ann));
    const facts = await factsOf(film);
    expect(facts.size).toEqual([canvas.width, canvas.height]);
    expect(facts.audio.codec).toBe('aac');
    expect(Math.abs(facts.video.seconds - facts.audio.seconds)).toBeLessThan(0.5);
    // The dot comes after the first picture, and the recorder hears of the end a moment later.
    expect(facts.seconds).toBeGreaterThan(recordedSeconds - 0.5);
    expect(facts.seconds).toBeLessThan(recordedSeconds + 5);

    expect(facts.video.packets / facts.seconds).toBeGreaterThan(leastPicturesPerSecond);

    const places = placesOf(people, [...crowdHues], cameraHue(ann));
    const moments = Array.from(
      { length: Math.floor(facts.seconds - settledSeconds) },
      (_, index) => settledSeconds + index,
    );
    const looks = await lookAtPlaces(browser, film, { moments, places, hueTolerance: 18 });
    for (const { atSeconds, places: seen } of looks) {
      const empty = seen.flatMap(({ share }, index) => (share < leastShare ? [index] : []));
      expect(empty, `places without their picture at ${atSeconds} s`).toEqual([]);
    }
    const still = places.flatMap((_, index) =>
      looks.every(({ places: seen }) => (seen[index]?.changed ?? 0) < leastChange) ? [index] : [],
    );
    expect(still, 'places whose picture never moved').toEqual([]);
  } finally {
    crowd.goHome();
  }
});

test('two calls that are recorded at once have a whole film each, of their own people alone', async ({
  invite,
  browser,
}) => {
  test.skip(availableParallelism() < 2, 'a recorder needs a processor for each call');
  const callers = [await invite('Ann'), await invite('Ben')] as const;
  for (const caller of callers) await caller.startCall();
  await Promise.all(callers.map((caller) => pressRecord(caller)));
  await expectRecorded(...callers);
  const since = performance.now();
  await delay(recordedMs / 2);
  const recordedSeconds = (performance.now() - since) / 1_000;
  for (const caller of callers) await stopRecording(caller);

  for (const caller of callers) {
    const film = await downloadBy(caller, await toldLink(caller));
    const facts = await factsOf(film);
    expect(facts.audio.codec).toBe('aac');
    expect(facts.seconds, caller.name).toBeGreaterThan(recordedSeconds - 0.5);
    expect(Math.abs(facts.video.seconds - facts.audio.seconds)).toBeLessThan(0.5);
    const { shares } = await examine(browser, film, {
      atSeconds: facts.seconds / 2,
      hues: callers.map(cameraHue),
      hueTolerance,
      tonesHz: [],
    });
    const own = callers.indexOf(caller);
    expect(shares[own], `${caller.name} is in the picture`).toBeGreaterThan(0.3);
    expect(shares[1 - own], `the other call is not in the film of ${caller.name}`).toBeLessThan(
      0.005,
    );
  }
});

function cameraHue({ looks }: Person): number {
  return looks.cameras[0]?.hue ?? 0;
}

/** Places in the order of joining: the crowd first, and last the person who pressed Record. */
function placesOf(count: number, hues: readonly number[], lastHue: number): FilmPlace[] {
  const everybody = Array.from({ length: count }, (_, number) =>
    personOf(number, { recorded: 'yes' }),
  );
  const { placed } = planRecorded([], {
    room: { ...roomOf(everybody), you: seatOf(count) },
    ...{ layout: 'grid', talk: new Map(), most: count },
    ...{ now: 0, serverNow: 0 },
  });
  return placed.map(({ box }, index) => ({
    box,
    hue: index === count - 1 ? lastHue : (hues[index % hues.length] ?? 0),
  }));
}
