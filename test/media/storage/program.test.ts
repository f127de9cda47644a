import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findStorage, goStorage, storageVersion } from '../../../media/storage/program.ts';

const config = {
  port: 7_070,
  accessKey: 'the-key',
  secret: 'the-secret',
  region: 'us-east-1',
  data: '/data/here',
};

/** A folder to be the PATH, with these programs in it. */
function pathWith(programs: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'holler-path-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(path, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, name), 0o755);
  }
  return path;
}

const noDaemon = 'exit 1';

it.each([
  ['what is installed before Docker', { versitygw: '', docker: '', go: '' }, 'as installed'],
  ['Docker before Go', { docker: '', go: '' }, 'in Docker'],
  ['Go when no Docker daemon answers', { docker: noDaemon, go: '' }, 'as built with Go'],
  ['nothing without any of them', { docker: noDaemon }, undefined],
])('takes %s', async (_which, programs, name) => {
  expect((await findStorage(pathWith(programs)))?.name).toBe(name);
});

it.each([
  ['installed', { versitygw: '' }],
  ['in Docker', { docker: '' }],
])('listens on the loopback address and has no secret in its arguments (%s)', async (_, found) => {
  const launch = (await findStorage(pathWith(found)))?.launch(config, '/folder');
  expect(launch?.env).toEqual({
    ROOT_ACCESS_KEY_ID: 'the-key',
    ROOT_SECRET_ACCESS_KEY: 'the-secret',
  });
  const line = launch?.args.join(' ') ?? '';
  expect(line).not.toContain('the-secret');
  expect(line).toMatch('docker' in found ? /--publish 127\.0\.0\.1:7070:/ : /--port 127\.0\.0\.1:/);
  if ('docker' in found) expect(line).toContain(`versity/versitygw:${storageVersion()}`);
});

it('builds what its own module pins, once', () => {
  const cache = mkdtempSync(join(tmpdir(), 'holler-go-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  expect(goStorage('go', cache).preparation?.what).toMatch(/^building the S3 server with Go, once/);
  mkdirSync(join(cache, storageVersion()));
  writeFileSync(join(cache, storageVersion(), 'versitygw'), '');
  expect(goStorage('go', cache).preparation).toBeNull();
});
