import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createObjects } from '../../../edge/recording/objects.ts';

const objects = createObjects({
  ...{ S3_ENDPOINT: 'https://s3.example', S3_REGION: 'auto', S3_BUCKET: 'films' },
  ...{ S3_ACCESS_KEY: 'key', S3_SECRET: 'secret' },
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('an address', () => {
  const secondsOf = async (lastsMs?: number) => {
    const url = await objects.urlOf('m_1.mp4', lastsMs === undefined ? {} : { lastsMs });
    return Number(new URL(url).searchParams.get('X-Amz-Expires'));
  };

  test('works for minutes longer than what it leads to lasts, and no longer than S3 signs', async () => {
    expect(await secondsOf()).toBe(900);
    expect(await secondsOf(7_200_000)).toBe(8_100);
    expect(await secondsOf(30 * 24 * 3_600_000)).toBe(604_800);
  });
});

describe('a recording of hundreds of segments', () => {
  const keys = ['m_1.mp4', 'm_1/a&b.ts', ...Array.from({ length: 898 }, (_, n) => `m_1/${n}.ts`)];

  /** As S3 answers; `failure` is what it says when it deletes something not. */
  function serve(failure = '') {
    let left = [...keys, 'm_10.mp4'];
    const requests: Request[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      requests.push(request.clone());
      const query = new URL(request.url).searchParams;
      if (request.method === 'POST' && query.has('delete')) {
        const body = await request.text();
        const md5 = createHash('md5').update(body).digest('base64');
        if (request.headers.get('content-md5') !== md5) return new Response('', { status: 400 });
        if (failure === '') left = left.filter((key) => !body.includes(`<Key>${escaped(key)}<`));
        return new Response(`<DeleteResult>${failure}</DeleteResult>`);
      }
      if (query.has('uploads')) return new Response('<ListMultipartUploadsResult/>');
      const found = left.map((key) => `<Key>${escaped(key)}</Key>`);
      return new Response(`<ListBucketResult>${found.join('')}</ListBucketResult>`);
    });
    return { requests, left: () => left };
  }

  const escaped = (key: string) => key.replaceAll('&', '&amp;');

  test('is removed by a few requests, and nothing beside it', async () => {
    const { requests, left } = serve();
    await objects.removeAll('m_1');
    expect(left()).toEqual(['m_10.mp4']);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'GET']);
  });

  test('is not called removed when a part of it stays', async () => {
    serve('<Error><Key>m_1/7.ts</Key><Code>AccessDenied</Code></Error>');
    await expect(objects.removeAll('m_1')).rejects.toThrow('AccessDenied');
  });
});
