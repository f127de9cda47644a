import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { agreeOnVersion, Capabilities, protocolVersions } from '../../edge/protocol/version.ts';

describe('agreeing on a version', () => {
  test.each([
    { client: 3, current: 3, oldest: 2, agreed: 3, why: 'the same on both sides' },
    { client: 2, current: 3, oldest: 2, agreed: 2, why: 'a tab left open over a deploy' },
    { client: 4, current: 3, oldest: 2, agreed: 3, why: 'a client that was deployed first' },
    { client: 99, current: 3, oldest: 2, agreed: 3, why: 'a client of the far future' },
    { client: 1, current: 3, oldest: 2, agreed: undefined, why: 'a client that is too old' },
    { client: 0, current: 1, oldest: 1, agreed: undefined, why: 'a client from before the first' },
  ])('$why: $client meets $oldest to $current', ({ client, current, oldest, agreed }) => {
    expect(agreeOnVersion(client, { current, oldest })).toBe(agreed);
  });

  test('the version before the current one is spoken as well', () => {
    const { current, oldest } = protocolVersions;
    expect(oldest).toBe(Math.max(1, current - 1));
  });
});

describe('capabilities', () => {
  test('those that nobody knows yet are let through', () => {
    expect(v.parse(Capabilities, ['mesh', 'telepathy'])).toEqual(['mesh', 'telepathy']);
  });

  test('are not endless', () => {
    expect(v.is(Capabilities, ['x'.repeat(33)])).toBe(false);
    expect(v.is(Capabilities, Array.from({ length: 33 }, String))).toBe(false);
  });
});
