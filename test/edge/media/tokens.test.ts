import { TokenVerifier } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import { mintToken, tokenLifetimeMs } from '../../../edge/media/tokens.ts';
import { type Source, sources } from '../../../edge/protocol/people.ts';
import { testClusters } from '../support/clusters.ts';

const [one, two] = testClusters;
const now = Date.now();

function passFor(allowed: readonly Source[]) {
  return { room: 'the-room', identity: 'a1b2c3d4e5f6', name: 'Ädá 🙂', sources: allowed };
}

function claimsOf(token: string) {
  return new TokenVerifier(one.key, one.secret).verify(token);
}

describe('a token for a media server', () => {
  test('grants one seat its room, what it may send, and nothing else', async () => {
    const claims = await claimsOf(mintToken(one, passFor(sources), now));
    expect(claims).toEqual({
      iss: one.key,
      sub: 'a1b2c3d4e5f6',
      name: 'Ädá 🙂',
      nbf: Math.floor(now / 1_000),
      exp: Math.floor(now / 1_000) + tokenLifetimeMs / 1_000,
      video: {
        room: 'the-room',
        roomJoin: true,
        canSubscribe: true,
        canPublish: true,
        canPublishSources: ['microphone', 'camera', 'screen_share', 'screen_share_audio'],
        canPublishData: false,
        canUpdateOwnMetadata: false,
      },
    });
  });

  test.each<[readonly Source[], object]>([
    [['camera'], { canPublish: true, canPublishSources: ['camera'] }],
    [['screen', 'screen-audio'], { canPublishSources: ['screen_share', 'screen_share_audio'] }],
    [[], { canPublish: false }],
  ])('for %o grants no other source', async (allowed, grants) => {
    const { video } = await claimsOf(mintToken(one, passFor(allowed), now));
    expect(video).toMatchObject(grants);
    if (allowed.length === 0) expect(video).not.toHaveProperty('canPublishSources');
  });

  test('opens no other cluster', async () => {
    await expect(claimsOf(mintToken(two, passFor([]), now))).rejects.toThrow();
    const forged = mintToken({ ...one, secret: two.secret }, passFor([]), now);
    await expect(claimsOf(forged)).rejects.toThrow();
  });

  test('soon expires', async () => {
    const old = mintToken(one, passFor([]), now - tokenLifetimeMs - 20_000);
    await expect(claimsOf(old)).rejects.toThrow(/exp/);
  });
});
