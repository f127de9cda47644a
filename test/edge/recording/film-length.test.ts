import { expect, it } from 'vitest';
import { readFilmLength } from '../../../edge/recording/film-length.ts';

const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
const word = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
const box = (type: string, body: readonly number[]) => [
  ...word(8 + body.length),
  ...text(type),
  ...body,
];
const largeBox = (type: string, bodyBytes: number) => [
  ...[...word(1), ...text(type)],
  ...[...word(0), ...word(16 + bodyBytes), ...new Array<number>(bodyBytes).fill(0)],
];

/** Version 0 counts in 32 bits, version 1 in 64. */
const shortHead = (timescale: number, duration: number) =>
  box('mvhd', [
    ...[0, 0, 0, 0, ...word(0), ...word(0)],
    ...[...word(timescale), ...word(duration)],
  ]);
const longHead = (timescale: number, duration: number) =>
  box('mvhd', [
    ...[1, 0, 0, 0, ...word(0), ...word(0), ...word(0), ...word(0)],
    ...[...word(timescale), ...word(0), ...word(duration)],
  ]);

/** A storage with just this object, which counts how often it is asked. */
function storageWith(bytes: readonly number[]) {
  let asked = 0;
  return {
    asked: () => asked,
    async slice(_key: string, from: number, length: number) {
      asked += 1;
      return from >= bytes.length ? null : Uint8Array.from(bytes.slice(from, from + length));
    },
  };
}

const ftyp = box('ftyp', text('isom0000isom'));

it.each([
  ['at the start', [...ftyp, ...box('moov', shortHead(1_000, 38_120))]],
  [
    'behind empty space',
    [...ftyp, ...box('free', new Array(900).fill(0)), ...box('moov', longHead(600, 22_872))],
  ],
  [
    'behind its media',
    [...ftyp, ...largeBox('mdat', 5_000), ...box('moov', shortHead(1_000, 38_120))],
  ],
])('reads how long a film is when its table is %s', async (_where, bytes) => {
  const storage = storageWith(bytes);
  expect(await readFilmLength('m.mp4', storage)).toBe(38_120);
  expect(storage.asked()).toBeLessThanOrEqual(3);
});

it.each([
  ['nothing', []],
  ['no boxes', text('This is a sentence and not a film.')],
  ['a box that is shorter than its head', [...word(4), ...text('free'), ...word(0)]],
  ['a table without a head', [...ftyp, ...box('moov', box('trak', word(0)))]],
  ['a length of nothing', [...ftyp, ...box('moov', shortHead(0, 0))]],
  ['boxes without an end', Array.from({ length: 40 }, () => box('free', [])).flat()],
])('knows no length of %s', async (_what, bytes) => {
  const storage = storageWith(bytes);
  expect(await readFilmLength('m.mp4', storage)).toBeNull();
  expect(storage.asked()).toBeLessThanOrEqual(8);
});
