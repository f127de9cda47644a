import { expect } from '@playwright/test';
import type { Sight } from './in-page-probes.ts';
import { hueDistance, hueTolerance } from './looks.ts';
import type { Person, Picture, Sound } from './person.ts';

/** A tone of ours is played at about -20 dB; Opus makes nothing of silence that is louder than -90 dB. */
const audibleDb = -50;
const silentDb = -75;
const timeout = 15_000;

interface Options<Kind> {
  readonly of?: Kind;
  /** What it should look or sound like; by default the sender's first device. */
  readonly hue?: number;
  readonly toneHz?: number;
}

/** Frames are decoded and shown one after the other, they move, and they have the sender's colour. */
export async function expectSees(
  viewer: Person,
  sender: Person,
  { of = 'camera', hue = hueOf(sender, of) }: Options<Picture> = {},
): Promise<void> {
  const sight = () => inWords(viewer, sender, of, hue);
  await expect
    .poll(sight, { message: `${viewer.name} sees ${sender.name}'s ${of}`, timeout })
    .toBe('a moving picture of theirs');
}

/** The tile is gone, or is there without a picture. */
export async function expectSeesNot(viewer: Person, sender: Person, of: Picture = 'camera') {
  await expect(viewer.tile(sender, of).locator('video')).toHaveCount(0);
}

export async function expectHears(
  listener: Person,
  sender: Person,
  { of = 'microphone', toneHz = toneOf(sender, of) }: Options<Sound> = {},
): Promise<void> {
  const message = `${listener.name} hears ${sender.name}'s ${of}, in dB at ${toneHz} Hz`;
  await expect
    .poll(() => levelOf(listener, sender, of, toneHz), { message, timeout })
    .toBeGreaterThan(audibleDb);
}

/** Nothing at all is heard of them, at no pitch. */
export async function expectSilent(
  listener: Person,
  sender: Person,
  of: Sound = 'microphone',
): Promise<void> {
  const message = `${listener.name} hears nothing of ${sender.name}'s ${of}, in dB`;
  await expect
    .poll(() => levelOf(listener, sender, of, null), { message, timeout })
    .toBeLessThan(silentDb);
}

/** All of them see and hear all others. */
export async function expectTogether(...people: readonly Person[]): Promise<void> {
  await Promise.all(
    people.flatMap((one) =>
      people
        .filter((other) => other !== one)
        .map(async (other) => {
          await expectSees(one, other);
          await expectHears(one, other);
        }),
    ),
  );
}

export async function levelOf(
  listener: Person,
  sender: Person,
  of: Sound,
  toneHz: number | null,
): Promise<number> {
  const seat = await listener.seatOf(sender);
  return listener.page.evaluate((what) => window.probes.listen(what.seat, what.of, what.toneHz), {
    seat,
    of,
    toneHz,
  });
}

export async function sightOf(
  viewer: Person,
  sender: Person,
  of: Picture = 'camera',
): Promise<Sight | null> {
  const seat = await viewer.tile(sender, of).getAttribute('data-seat', { timeout });
  return viewer.page.evaluate((what) => window.probes.look(what.seat, what.of), {
    seat: seat ?? '',
    of,
  });
}

/** In words, so that a failed test says what was on screen instead. */
async function inWords(viewer: Person, sender: Person, of: Picture, hue: number): Promise<string> {
  const sight = await sightOf(viewer, sender, of);
  if (sight === null) return 'no picture';
  if (sight.frames < 2) return 'a picture that stands still';
  if (sight.hue === null) return 'a picture without a colour';
  if (hueDistance(sight.hue, hue) > hueTolerance) {
    return `a picture of colour ${Math.round(sight.hue)} instead of ${Math.round(hue)}`;
  }
  return sight.changed > 0.01 ? 'a moving picture of theirs' : 'the same picture again and again';
}

function hueOf(sender: Person, of: Picture): number {
  return of === 'screen' ? sender.looks.screen.hue : (sender.looks.cameras[0]?.hue ?? 0);
}

function toneOf(sender: Person, of: Sound): number {
  return of === 'screen-audio'
    ? sender.looks.screen.toneHz
    : (sender.looks.microphones[0]?.toneHz ?? 0);
}
