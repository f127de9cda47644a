import { expect, test } from 'vitest';
import { encodeBase62 } from '../../../edge/media/base62.ts';

// As `github.com/jxskiss/base62` v1.1.0 writes them, which LiveKit 1.13.5 reads.
test.each([
  ['', ''],
  ['00', 'AA'],
  ['1e', 'eA'],
  ['1f', 'fA'],
  ['3e', 'eB'],
  ['3f', 'fB'],
  ['ff', 'fH'],
  ['ffff', 'fffB'],
  ['000000', 'AAAA'],
  ['00000001', 'BAAAAA'],
  ['fffefdfc', '83vffP'],
  ['deadbeef', 'v7breG'],
  ['7fffffffffffffff', 'ffffffffffffH'],
])('%s in hexadecimal is %j', (hex, text) => {
  expect(encodeBase62(Buffer.from(hex, 'hex'))).toBe(text);
});
