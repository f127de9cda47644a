import { expect, test } from 'vitest';
import {
  hasSpoken,
  hear,
  heardAt,
  isSpeaking,
  nextSpeechMs,
  type Talk,
} from '../../../../../pwa/screens/call/stage/talk.ts';
import { seatOf } from '../../people.ts';

const seat = seatOf(1);

/** What is told of somebody: seconds, and how loud they are from then on. */
function heard(...news: readonly (readonly [number, number])[]): Talk {
  return news.reduce<Talk>(
    (talk, [seconds, level]) => hear(talk, new Map([[seat, level]]), seconds * 1_000),
    new Map(),
  );
}

test.each<[string, boolean, number, Talk]>([
  ['nobody', false, 9, new Map()],
  ['a cough', false, 9, heard([0, 0.5], [0.4, 0])],
  ['a sentence', true, 9, heard([0, 0.5], [2, 0])],
  [
    'two words with a breath between them',
    true,
    9,
    heard([0, 0.5], [0.8, 0], [1.2, 0.5], [1.8, 0]),
  ],
  ['two words apart', false, 9, heard([0, 0.5], [0.8, 0], [3, 0.5], [3.8, 0])],
  ['a monologue, told once', true, 2, heard([0, 0.5])],
  ['its beginning', false, 1, heard([0, 0.5])],
  ['a room’s hum', false, 9, heard([0, 0.04], [3, 0.03])],
])('%s is speech: %s', (_, expected, atSeconds, talk) => {
  expect(hasSpoken(talk, seat, atSeconds * 1_000)).toBe(expected);
});

test('whoever falls silent was last heard then, and speaks on through a pause', () => {
  const talk = heard([0, 0.5], [2, 0]);
  expect(heardAt(talk, seat, 9_000)).toBe(2_000);
  expect([isSpeaking(talk, seat, 2_500), isSpeaking(talk, seat, 3_000)]).toEqual([true, false]);
});

test('when somebody will have spoken is known as soon as they begin', () => {
  const talk = heard([0, 0.5]);
  expect(nextSpeechMs(talk, [seat], 500)).toBe(1_000);
  expect(nextSpeechMs(talk, [seatOf(2)], 500)).toBeNull();
  expect(nextSpeechMs(talk, [seat], 2_000)).toBeNull();
});
