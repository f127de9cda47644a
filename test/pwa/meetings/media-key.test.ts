import { expect, test } from 'vitest';
import { makeMediaKey } from '../../../pwa/meetings/media-key.ts';

test('a media key is 128 bits of the randomness it is given, in letters a link may carry', () => {
  const asked: number[] = [];
  const key = makeMediaKey({
    bytes(length) {
      asked.push(length);
      return new Uint8Array(length).fill(0xff);
    },
  });
  expect(asked).toEqual([16]);
  expect(key).toBe('_____________________w');
});
