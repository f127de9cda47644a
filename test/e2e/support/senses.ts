import { expect } from '@playwright/test';
import type { Sight } from './in-page-probes.ts';
import { hueDistance, hueTolerance, type Looks } from './looks.ts';

export type Picture = 'camera' | 'screen';
export type Sound = 'microphone' | 'screen-audio';

export interface Somebody {
  readonly name: string;
}

export interface Sender extends Somebody {
  readonly looks: Looks;
}

/** In front of a page, whichever browser it is in. */
export interface Viewer extends Somebody {
  look(at: Somebody, of: Picture): Promise<Sight | null>;
  listen(to: Somebody, of: Sound, toneHz: number | null): Promise<number>;
  /** Their players and what came over the network, for the message of a test in which nothing was heard. */
  describeSound?(): Promise<string>;
}

/** A tone of ours is played at about -20 dB; Opus makes nothing of silence that is louder than -90 dB. */
const audibleDb = -50;
const silentDb = -75;
/** Five in a mesh take all of a small machine, which then comes round to each of them slowly. */
const timeout = 45_000;

interface Options<Kind> {
  readonly of?: Kind;
  /** What it should look or sound like; by default the sender's first device. */
  readonly hue?: number;
  readonly toneHz?: number;
}

/** Frames are decoded and shown one after the other, they move, and they have the sender's colour. */
export async function expectSees(
  viewer: Viewer,
  sender: Sender,
  { of = 'camera', hue = hueOf(sender, of) }: Options<Picture> = {},
): Promise<void> {
  const sight = () => inWords(viewer, sender, of, hue);
  await expect
    .poll(sight, { message: `${viewer.name} sees ${sender.name}'s ${of}`, timeout })
    .toBe('a moving picture of theirs');
}

/** The tile is gone, or is there without a picture. */
export async function expectSeesNot(viewer: Viewer, sender: Sender, of: Picture = 'camera') {
  const message = `${viewer.name} sees nothing of ${sender.name}'s ${of}`;
  await expect.poll(() => viewer.look(sender, of), { message, timeout }).toBeNull();
}

export async function expectHears(
  listener: Viewer,
  sender: Sender,
  { of = 'microphone', toneHz = toneOf(sender, of) }: Options<Sound> = {},
): Promise<void> {
  const message = `${listener.name} hears ${sender.name}'s ${of}, in dB at ${toneHz} Hz`;
  try {
    await expect
      .poll(() => listener.listen(sender, of, toneHz), { message, timeout })
      .toBeGreaterThan(audibleDb);
  } catch (error) {
    const facts = (await listener.describeSound?.().catch(() => '')) ?? '';
    throw new Error(`${error instanceof Error ? error.message : error}\n${facts}`);
  }
}

/** Nothing at all is heard of them, at no pitch. */
export async function expectSilent(
  listener: Viewer,
  sender: Sender,
  of: Sound = 'microphone',
): Promise<void> {
  const message = `${listener.name} hears nothing of ${sender.name}'s ${of}, in dB`;
  await expect
    .poll(() => listener.listen(sender, of, null), { message, timeout })
    .toBeLessThan(silentDb);
}

/** For devices that are not ours, and so have no colour and no tone of their own. */
export async function expectSeesAndHearsSomething(viewer: Viewer, sender: Somebody): Promise<void> {
  const who = `${viewer.name} and ${sender.name}'s`;
  let before: Sight | null = null;
  const isMoving = async () => {
    const sight = await viewer.look(sender, 'camera');
    before ??= sight;
    // Chromium's picture moves; Firefox's changes its colour, slowly.
    const turned = hueDistance(sight?.hue ?? 0, before?.hue ?? 0) > hueTolerance;
    return sight !== null && sight.frames > 1 && (sight.changed > 0 || turned);
  };
  await expect.poll(isMoving, { message: `${who} picture that moves`, timeout }).toBe(true);
  await expect
    .poll(() => viewer.listen(sender, 'microphone', null), { message: `${who} sound`, timeout })
    .toBeGreaterThan(audibleDb);
}

/** All of them see and hear all others. */
export async function expectTogether(...people: readonly (Sender & Viewer)[]): Promise<void> {
  await Promise.all(
    people.map(async (one) => {
      for (const other of people.filter((somebody) => somebody !== one)) {
        await expectSees(one, other);
        await expectHears(one, other);
      }
    }),
  );
}

/** In words, so that a failed test says what was on screen instead. */
async function inWords(viewer: Viewer, sender: Sender, of: Picture, hue: number): Promise<string> {
  const sight = await viewer.look(sender, of);
  if (sight === null) return 'no picture';
  if (sight.frames < 2) return 'a picture that stands still';
  if (sight.hue === null) return 'a picture without a colour';
  if (hueDistance(sight.hue, hue) > hueTolerance) {
    return `a picture of colour ${Math.round(sight.hue)} instead of ${Math.round(hue)}`;
  }
  return sight.changed > 0.01 ? 'a moving picture of theirs' : 'the same picture again and again';
}

function hueOf(sender: Sender, of: Picture): number {
  return of === 'screen' ? sender.looks.screen.hue : (sender.looks.cameras[0]?.hue ?? 0);
}

function toneOf(sender: Sender, of: Sound): number {
  return of === 'screen-audio'
    ? sender.looks.screen.toneHz
    : (sender.looks.microphones[0]?.toneHz ?? 0);
}
