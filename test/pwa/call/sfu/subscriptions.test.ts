import { expect, test } from 'vitest';
import { mostRecorded } from '../../../../pwa/call/recorder/recorded-call.ts';
import { keepSubscribed, maxPictures, qualityFor } from '../../../../pwa/call/sfu/subscriptions.ts';

test.each([
  [90, 'low'],
  [180, 'low'],
  [360, 'medium'],
  [720, 'high'],
  [1080, 'high'],
])('a picture %i pixels high asks for the %s layer', (height, quality) => {
  expect(qualityFor(height)).toBe(quality);
});

test('never more pictures than a person, or a processor, can look at', () => {
  const many = Array.from({ length: 60 }, (_, index) => `a${index}`);
  expect(keepSubscribed([], many, new Set(many))).toEqual(many.slice(0, maxPictures));
});

test('a recording shows one more than a person looks at', () => {
  const many = Array.from({ length: 60 }, (_, index) => `a${index}`);
  expect(keepSubscribed([], many, new Set(many), mostRecorded)).toHaveLength(50);
});

test('a page that was turned away is kept while there is room, and given up first', () => {
  const firstPage = Array.from({ length: 25 }, (_, index) => `a${index}`);
  const secondPage = Array.from({ length: 30 }, (_, index) => `b${index}`);
  const published = new Set([...firstPage, ...secondPage]);
  const kept = keepSubscribed(firstPage, secondPage, published);
  expect(kept).toHaveLength(maxPictures);
  expect(kept.slice(0, 30)).toEqual(secondPage);
  expect(keepSubscribed(kept, firstPage, published).slice(0, 25)).toEqual(firstPage);
});

test('what is no longer published is forgotten', () => {
  expect(keepSubscribed(['a', 'b'], [], new Set(['b']))).toEqual(['b']);
});
