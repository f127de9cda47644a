import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portState } from '../../../edge/dev/ports.ts';
import { findStorage } from '../../../media/storage/program.ts';
import { createS3, type S3 } from '../../../media/storage/s3.ts';
import { type StorageServer, startStorage } from '../../../media/storage/storage.ts';
import { skipBecause } from '../../support/skip.ts';

const program = await findStorage();
const mebibyte = 1024 * 1024;

const isReady = program?.preparation === null;
const options = skipBecause(!isReady && 'there is no way to run an S3 server here');

describe('S3 on this machine', options, () => {
  const folder = mkdtempSync(join(tmpdir(), 'holler-storage-'));
  let server: StorageServer;
  let s3: S3;

  beforeAll(async () => {
    const started = await startStorage({ folder });
    if (started === null) throw new Error('The S3 server was found and then not');
    server = started;
    s3 = createS3(server.settings);
    await server.ready;
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    expect(await portState(Number(new URL(server.settings.S3_ENDPOINT).port))).toBe('free');
    rmSync(folder, { recursive: true });
  });

  it('stores, measures and really removes an object', async () => {
    await s3.put('a/b.txt', Buffer.from('hello'), 'text/plain');
    expect(await s3.size('a/b.txt')).toBe(5);
    await s3.remove('a/b.txt');
    expect(await s3.size('a/b.txt')).toBeNull();
    expect(filesIn(join(folder, 'storage'))).not.toContain('b.txt');
  });

  it('puts an object together from parts, in whatever order they come', async () => {
    const [first, second] = [Buffer.alloc(5 * mebibyte, 1), Buffer.alloc(1000, 2)];
    const id = await s3.beginUpload('big.mp4', 'video/mp4');
    const parts = [
      await s3.putPart('big.mp4', id, 2, second),
      await s3.putPart('big.mp4', id, 1, first),
    ];
    expect(await s3.size('big.mp4')).toBeNull();
    await s3.completeUpload('big.mp4', id, parts.toReversed());
    expect(await s3.size('big.mp4')).toBe(first.length + second.length);
    const last = await read(await presigned('big.mp4'), { range: `bytes=${5 * mebibyte - 1}-` });
    expect([...last.subarray(0, 2)]).toEqual([1, 2]);
  });

  it('says what it refused', async () => {
    await expect(s3.putPart('big.mp4', 'no-such-upload', 1, Buffer.from('x'))).rejects.toThrow(
      /404 \(NoSuchUpload\)/,
    );
    const stranger = createS3({ ...server.settings, S3_SECRET: 'x'.repeat(40) });
    await expect(stranger.size('big.mp4')).rejects.toMatchObject({ status: 403 });
  });

  it('shows nothing to who has neither the keys nor a presigned address', async () => {
    await s3.put('private.txt', Buffer.from('secret'), 'text/plain');
    expect((await fetch(s3.locationOf('private.txt'))).status).toBe(403);
    expect(String(await read(await presigned('private.txt')))).toBe('secret');
  });

  it('keeps its keys and its objects over a restart, and from everybody else', async () => {
    await s3.put('kept.txt', Buffer.from('kept'), 'text/plain');
    await server.kill();
    await server.restart();
    expect(await s3.size('kept.txt')).toBe(4);
    for (const name of ['storage-keys.json', 'storage']) {
      expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
    }
    expect(readFileSync(server.logFile, 'utf8')).not.toContain(server.settings.S3_SECRET);
  });

  it('is not there for other machines', async () => {
    const { port } = new URL(server.settings.S3_ENDPOINT);
    for (const address of addressesForOthers()) {
      await expect(fetch(`http://${address}:${port}/`), address).rejects.toThrow('fetch failed');
    }
  });

  async function presigned(key: string): Promise<string> {
    const { S3_ACCESS_KEY, S3_SECRET, S3_REGION } = server.settings;
    const client = new AwsClient({
      accessKeyId: S3_ACCESS_KEY,
      secretAccessKey: S3_SECRET,
      region: S3_REGION,
      service: 's3',
    });
    const address = new URL(s3.locationOf(key));
    address.searchParams.set('X-Amz-Expires', '60');
    return (await client.sign(address.href, { aws: { signQuery: true } })).url;
  }
});

async function read(url: string, headers: Record<string, string> = {}): Promise<Buffer> {
  const answer = await fetch(url, { headers });
  expect(answer.ok).toBe(true);
  return Buffer.from(await answer.arrayBuffer());
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
}

function addressesForOthers(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
