import { KeyProviderEvent } from 'livekit-client';
import { describe, expect, test } from 'vitest';
import { keyMaterial, makeSecret } from '../../../../pwa/call/keys/media-secret.ts';
import { CallKeyProvider, ringSize } from '../../../../pwa/call/sfu/encryption.ts';

interface Told {
  readonly index: number | undefined;
  readonly key: CryptoKey;
  readonly isForSending: boolean;
}

async function scene() {
  const [old, next] = [await keyMaterial(makeSecret()), await keyMaterial(makeSecret())];
  const provider = new CallKeyProvider();
  const told: Told[] = [];
  provider.on(KeyProviderEvent.SetKey, ({ key, keyIndex }, isForSending) => {
    told.push({ index: keyIndex, key, isForSending });
  });
  return { provider, told, old, next };
}

describe('LiveKit is handed the keys', () => {
  test('a first one, to open and to seal with', async () => {
    const { provider, told, old } = await scene();
    provider.follow({ opening: new Map([[0, old]]), sealing: 0 });
    expect(told).toEqual([{ index: 0, key: old, isForSending: true }]);
  });

  test('a new one, which it only opens with until it is time', async () => {
    const { provider, told, old, next } = await scene();
    provider.follow({ opening: new Map([[0, old]]), sealing: 0 });
    const both = new Map([
      [0, old],
      [1, next],
    ]);
    provider.follow({ opening: both, sealing: 0 });
    expect(told.at(-1)).toEqual({ index: 1, key: next, isForSending: false });
    provider.follow({ opening: both, sealing: 1 });
    expect(told.slice(2)).toEqual([{ index: 1, key: next, isForSending: true }]);
  });

  test('in the place of one that is given up, the one that holds', async () => {
    const { provider, told, old, next } = await scene();
    const both = new Map([
      [0, old],
      [1, next],
    ]);
    provider.follow({ opening: both, sealing: 1 });
    provider.follow({ opening: new Map([[1, next]]), sealing: 1 });
    expect(told.at(-1)).toEqual({ index: 0, key: next, isForSending: false });
  });

  test('the generations go round its ring', async () => {
    const { provider, told, old } = await scene();
    const generation = ringSize + 3;
    provider.follow({ opening: new Map([[generation, old]]), sealing: generation });
    expect(told).toMatchObject([{ index: 3 }]);
    expect(provider.getLatestManuallySetKeyIndex()).toBe(3);
    expect(provider.getKeys()).toEqual([{ key: old, keyIndex: 3 }]);
  });
});
