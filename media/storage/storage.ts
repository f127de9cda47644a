import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { freePort } from '../../edge/dev/ports.ts';
import { kept } from '../server/kept.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import { findStorage, healthPath, type StorageProgram } from './program.ts';
import { createS3, type S3Settings } from './s3.ts';

const region = 'us-east-1';
const bucket = 'recordings';
const stopGraceMs = 2_000;

export interface StorageServer extends RunningServer {
  /** Completes the sentence "on: S3 server …". */
  readonly name: string;
  /** What it waits for before it can run, once; null when it runs already. */
  readonly preparing: string | null;
  /** What whoever stores or reads needs; known before it answers. */
  readonly settings: S3Settings;
}

export interface StorageOptions {
  readonly folder: string;
  progress?(sentence: string): void;
}

const Keys = v.object({
  accessKey: v.pipe(v.string(), v.nonEmpty()),
  secret: v.pipe(v.string(), v.minLength(32)),
});

/** Starts an S3 server for this machine alone, with a private bucket in it; null when it cannot be had. */
export async function startStorage(options: StorageOptions): Promise<StorageServer | null> {
  const program = await findStorage();
  return program === null ? null : startProgram(program, options);
}

async function startProgram(
  program: StorageProgram,
  { folder, progress }: StorageOptions,
): Promise<StorageServer> {
  const data = join(folder, 'storage');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const { accessKey, secret } = kept(join(folder, 'storage-keys.json'), Keys, () => ({
    accessKey: `holler-${randomBytes(6).toString('hex')}`,
    secret: randomBytes(36).toString('base64url'),
  }));
  const endpoint = `http://127.0.0.1:${port}`;
  const server = startServer({
    name: 'The S3 server',
    preparation: program.preparation,
    launch: program.launch({ port, accessKey, secret, region, data }, folder),
    logFile: join(folder, 'storage.log'),
    healthUrl: `${endpoint}${healthPath}`,
    stopGraceMs,
    ...(progress && { progress }),
  });
  const settings: S3Settings = {
    S3_ENDPOINT: endpoint,
    S3_REGION: region,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET: secret,
  };
  const ready = server.ready.then(() => createS3(settings).ensureBucket());
  ready.catch(() => {});
  return {
    ...server,
    name: program.name,
    preparing: program.preparation?.what ?? null,
    settings,
    ready,
  };
}
