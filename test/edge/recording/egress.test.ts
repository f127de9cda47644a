import { TwirpError } from 'livekit-server-sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createEgress, isAnswer } from '../../../edge/recording/egress.ts';
import { testClusters } from '../support/clusters.ts';

const settings = {
  ...{ HOLLER_ORIGIN: 'https://h.example', RECORDING_SECRET: 'x'.repeat(32), RECORDING_DAYS: null },
  ...{ EGRESS_AUDIO: 'aac' as const, S3_ENDPOINT: 'https://s3.example', S3_REGION: 'auto' },
  ...{ S3_BUCKET: 'films', S3_ACCESS_KEY: 'key', S3_SECRET: 'secret' },
};
const egress = createEgress(testClusters[0], settings);

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('asking for one egress', () => {
  test('that LiveKit has forgotten finds none', async () => {
    const error = { code: 'not_found', msg: 'egress does not exist' };
    vi.stubGlobal('fetch', async () => Response.json(error, { status: 404 }));
    expect(await egress.find('EG_gone')).toBeNull();
    vi.stubGlobal('fetch', async () => Response.json({ items: [] }));
    expect(await egress.find('EG_gone')).toBeNull();
  });

  test('tells trouble apart from that', async () => {
    const error = { code: 'unavailable', msg: 'no' };
    vi.stubGlobal('fetch', async () => Response.json(error, { status: 503 }));
    await expect(egress.find('EG_1')).rejects.toThrow('no');
  });
});

describe('an order', () => {
  const order = {
    ...{ room: 'room', name: 'room_1', pageUrl: 'https://h.example/recorder' },
    ...{ layout: 'grid' as const, height: 720 as const },
  };
  const outcome = async (fetch: () => Promise<Response>): Promise<unknown> => {
    vi.stubGlobal('fetch', fetch);
    return egress.start(order).catch((error: unknown) => error);
  };

  test.each([
    ['refused by the server', 429, { code: 'resource_exhausted' }],
    ['that no recorder answers', 503, { code: 'unavailable' }],
    ['that has a wrong key', 401, 'unauthorized'],
  ])('%s is answered', async (_, status, error) => {
    const failure = await outcome(async () =>
      typeof error === 'string'
        ? new Response(error, { status })
        : Response.json(error, { status }),
    );
    expect(failure).toBeInstanceOf(TwirpError);
    expect(isAnswer(failure)).toBe(true);
  });

  test('of a recorder without AAC is for the film alone', async () => {
    const bodies: Record<string, unknown>[] = [];
    vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
      bodies.push(JSON.parse(String(body)));
      return Response.json({ egressId: 'EG_1' });
    });
    await egress.start(order);
    await createEgress(testClusters[0], { ...settings, EGRESS_AUDIO: 'opus' }).start(order);
    expect(bodies.map(({ advanced }) => advanced)).toMatchObject([
      { audioCodec: 'AAC' },
      { audioCodec: 'OPUS' },
    ]);
    expect(bodies.map((body) => 'segmentOutputs' in body)).toEqual([true, false]);
  });

  test('may have been taken by a server that was not heard any more', async () => {
    const broken = outcome(() => Promise.reject(new TypeError('Network connection lost.')));
    expect(isAnswer(await broken)).toBe(false);
    const silent = outcome(() => Promise.reject(new DOMException('late', 'TimeoutError')));
    expect(isAnswer(await silent)).toBe(false);
    const proxy = outcome(async () => new Response('Bad Gateway', { status: 502 }));
    expect(isAnswer(await proxy)).toBe(false);
    const late = { code: 'deadline_exceeded' };
    const slow = outcome(async () => Response.json(late, { status: 408 }));
    expect(isAnswer(await slow)).toBe(false);
  });
});
