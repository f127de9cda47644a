import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { SealedKey } from '../../../../edge/protocol/encryption.ts';
import { MediaKey } from '../../../../edge/protocol/links.ts';
import { keyMaterial, makeSecret, secretOfLink } from '../../../../pwa/call/keys/media-secret.ts';
import { makePageKeys, open, type Purpose, seal } from '../../../../pwa/call/keys/sealing.ts';
import { verificationCode } from '../../../../pwa/call/keys/verification-code.ts';
import { ada, bob, meeting, person, you } from '../fakes/room.ts';

const purpose: Purpose = { meeting, generation: 3, from: ada, to: bob };
const otherMeeting = `9${meeting.slice(1)}` as typeof meeting;

describe('a sealed key', () => {
  test('is opened by the one it was sealed for', async () => {
    const [a, b] = [await makePageKeys(), await makePageKeys()];
    const secret = makeSecret();
    const sealed = await seal(secret, a, b.publicKey, purpose);
    expect(v.is(SealedKey, sealed)).toBe(true);
    expect(await open(sealed, b, a.publicKey, purpose)).toEqual(secret);
  });

  test.each([
    ['another meeting', { meeting: otherMeeting }],
    ['another generation', { generation: 4 }],
    ['another sender', { from: you }],
    ['another reader', { to: you }],
  ])('says nothing in %s', async (_, change) => {
    const [a, b] = [await makePageKeys(), await makePageKeys()];
    const sealed = await seal(makeSecret(), a, b.publicKey, purpose);
    await expect(open(sealed, b, a.publicKey, { ...purpose, ...change })).rejects.toThrow();
  });

  test('is opened by nobody else, and not as if it were somebody else’s', async () => {
    const [a, b, c] = [await makePageKeys(), await makePageKeys(), await makePageKeys()];
    const sealed = await seal(makeSecret(), a, b.publicKey, purpose);
    await expect(open(sealed, c, a.publicKey, purpose)).rejects.toThrow();
    await expect(open(sealed, b, c.publicKey, purpose)).rejects.toThrow();
  });

  test('is another text each time', async () => {
    const [a, b] = [await makePageKeys(), await makePageKeys()];
    const secret = makeSecret();
    const sealed = () => seal(secret, a, b.publicKey, purpose);
    expect(await sealed()).not.toBe(await sealed());
  });

  test('once bent is refused', async () => {
    const [a, b] = [await makePageKeys(), await makePageKeys()];
    const sealed = await seal(makeSecret(), a, b.publicKey, purpose);
    const bent = v.parse(SealedKey, `${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}`);
    await expect(open(bent, b, a.publicKey, purpose)).rejects.toThrow();
  });

  test('is sealed for nobody whose public key is no key', async () => {
    const a = await makePageKeys();
    const noPoint = `B${'A'.repeat(86)}` as typeof a.publicKey;
    await expect(seal(makeSecret(), a, noPoint, purpose)).rejects.toThrow();
  });
});

test('a page’s private key stays in the browser', async () => {
  const { privateKey } = await makePageKeys();
  expect(privateKey.extractable).toBe(false);
  expect((await keyMaterial(makeSecret())).extractable).toBe(false);
});

describe('the link’s secret', () => {
  const link = v.parse(MediaKey, 'AAECAwQFBgcICQoLDA0ODw');

  test('is the same for everybody with the link', async () => {
    expect(await secretOfLink(link, meeting)).toEqual(await secretOfLink(link, meeting));
  });

  test('does not show the link, and is another one in another meeting', async () => {
    const secret = await secretOfLink(link, meeting);
    expect(secret).toHaveLength(32);
    expect(secret).not.toEqual(await secretOfLink(link, otherMeeting));
  });
});

describe('the verification code', () => {
  const secret = new Uint8Array(32).fill(7);

  async function people() {
    const [a, b] = [await makePageKeys(), await makePageKeys()];
    return [person(ada, { publicKey: a.publicKey }), person(bob, { publicKey: b.publicKey })];
  }

  test('is six groups of five digits, in whatever order people are listed', async () => {
    const all = await people();
    const code = await verificationCode(meeting, 1, secret, all);
    expect(code).toMatch(/^\d{5}( \d{5}){5}$/);
    expect(await verificationCode(meeting, 1, secret, [...all].reverse())).toBe(code);
  });

  test('is another one when anything of it is', async () => {
    const [a, b] = await people();
    if (a === undefined || b === undefined) throw new Error('there are two');
    const other = await makePageKeys();
    const codes = await Promise.all([
      verificationCode(meeting, 1, secret, [a, b]),
      verificationCode(otherMeeting, 1, secret, [a, b]),
      verificationCode(meeting, 2, secret, [a, b]),
      verificationCode(meeting, 1, new Uint8Array(32).fill(8), [a, b]),
      verificationCode(meeting, 1, secret, [a, { ...b, publicKey: other.publicKey }]),
      verificationCode(meeting, 1, secret, [a]),
      verificationCode(meeting, 1, secret, [a, person(bob)]),
    ]);
    expect(new Set(codes)).toHaveLength(codes.length);
  });
});
