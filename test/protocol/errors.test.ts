import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  type ErrorCode,
  errorKinds,
  errorOfCloseCode,
  ProtocolError,
} from '../../edge/protocol/errors.ts';
import { protocolError, refusals } from '../../edge/refusals.ts';

const kinds = Object.entries(errorKinds) as [ErrorCode, (typeof errorKinds)[ErrorCode]][];
const answers = Object.entries(refusals) as [ErrorCode, (typeof refusals)[ErrorCode]][];

describe('the table of errors', () => {
  test('no two errors close a socket with the same code', () => {
    expect(new Set(kinds.map(([, { closeCode }]) => closeCode))).toHaveLength(kinds.length);
  });

  test.each(kinds)('%s closes with a code that belongs to applications', (_, { closeCode }) => {
    expect(closeCode).toBeGreaterThanOrEqual(4_000);
    expect(closeCode).toBeLessThanOrEqual(4_999);
  });

  test.each(answers)('%s answers with the status of an error', (_, { status }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  });

  test.each(answers)('%s says a sentence', (_, { sentence }) => {
    expect(sentence).toMatch(/^[A-Z].{10,120}\.$/);
  });

  test.each(kinds)('%s is recognised by its close code', (code, { closeCode }) => {
    expect(errorOfCloseCode(closeCode)).toBe(code);
  });

  test.each(answers)('%s crosses the wire', (code, { sentence }) => {
    expect(v.parse(ProtocolError, protocolError(code))).toEqual({ code, message: sentence });
  });

  test.each([1_000, 1_001, 1_006, 4_000])('%i is nobody’s close code', (closeCode) => {
    expect(errorOfCloseCode(closeCode)).toBeUndefined();
  });

  test('a code of a newer server ends the call of an old client instead of its being asked again', () => {
    const error = { code: 'out-of-tea', message: 'There is no tea.' };
    expect(v.parse(ProtocolError, error).code).toBe('unsupported-version');
    expect(errorOfCloseCode(4_499)).toBe('unsupported-version');
    expect(errorKinds['unsupported-version'].final).toBe(true);
  });

  test('what a moment may mend is not final, what a person decided is', () => {
    const passing = kinds.filter(([, kind]) => !kind.final).map(([code]) => code);
    expect(passing.sort()).toEqual([
      'internal',
      'locked',
      'rate-limited',
      'room-full',
      'silent-too-long',
    ]);
  });
});

/** Deployed clients know errors by these numbers. One that changes its meaning sends people the wrong page. */
test('close codes are those of version 1', () => {
  expect(Object.fromEntries(kinds.map(([code, { closeCode }]) => [code, closeCode]))).toEqual({
    'bad-message': 4400,
    'bad-token': 4401,
    'not-allowed': 4403,
    'no-such-meeting': 4404,
    'no-such-seat': 4405,
    'not-joined': 4406,
    'silent-too-long': 4408,
    'seat-taken': 4409,
    'meeting-ended': 4410,
    removed: 4411,
    refused: 4412,
    'too-large': 4413,
    'room-full': 4423,
    locked: 4424,
    'no-media-server': 4425,
    'unsupported-version': 4426,
    'no-recorder': 4427,
    'rate-limited': 4429,
    left: 4430,
    'not-found': 4440,
    internal: 4500,
  });
});
