import { expect, test } from 'vitest';
import { readRecordingPath } from '../../../pwa/recordings/paths.ts';

const token = 'a-token_of-43-letters'.padEnd(43, '0');

test.each([
  [`/r/${token}`, { kind: 'recording', token }],
  [`/live/${token}`, { kind: 'live', token }],
  ['/recorder', { kind: 'recorder' }],
  ['/r/too-short', undefined],
  [`/r/${token}x`, undefined],
  [`/r/${token}/${token}`, undefined],
  [`/r/../${token}`, undefined],
])('%s', (path, place) => {
  expect(readRecordingPath(path)).toEqual(place);
});
