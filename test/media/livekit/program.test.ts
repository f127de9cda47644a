import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dockerLiveKit } from '../../../media/livekit/docker.ts';
import { findLiveKit, type LiveKitProgram } from '../../../media/livekit/program.ts';
import { liveKitVersion } from '../../../media/livekit/version.ts';

const config = {
  network: 'loopback',
  port: 7_880,
  mediaPort: 7_882,
  turn: { udp: 3_478, tcp: 3_479, relay: { from: 10_000, to: 10_499 } },
  keys: { key: 'the-key', secret: 'the-secret' },
  webhookUrl: 'http://127.0.0.1:8787/api/livekit/webhook',
} as const;
const image = `livekit/livekit-server:${liveKitVersion()}`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holler-livekit-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A folder to be the PATH, with these programs in it. */
function pathWith(programs: Readonly<Record<string, string>>): string {
  const path = join(folder, 'bin');
  mkdirSync(path, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, name), 0o755);
  }
  return path;
}

const docker = (does: string) => join(pathWith({ docker: does }), 'docker');
const noDaemon = 'echo "Cannot connect to the Docker daemon" >&2; exit 1';
const hasNoImage = 'test "$1" = version';

it.each([
  ['what is installed before Docker', { 'livekit-server': '', docker: '', go: '' }, 'as installed'],
  ['Docker before Go', { docker: '', go: '' }, 'in Docker'],
  ['Go when no Docker daemon answers', { docker: noDaemon, go: '' }, 'as built with Go'],
  ['Go alone', { go: '' }, 'as built with Go'],
  ['nothing without any of them', { docker: noDaemon }, undefined],
])('takes %s', async (_which, programs, name) => {
  expect((await findLiveKit(pathWith(programs)))?.name).toBe(name);
});

it('gives an installed server its secrets in a file that only its owner can read', async () => {
  const program = await findLiveKit(pathWith({ 'livekit-server': '' }));
  const { command, args, env } = launched(program);
  expect(command).toBe(join(folder, 'bin/livekit-server'));
  expect(env).toBeUndefined();
  expect(args[0]).toBe('--config');
  expect(readFileSync(args[1] ?? '', 'utf8')).toContain('the-secret');
});

it('runs exactly the pinned release in Docker, with no secret in its arguments', async () => {
  const { args, env, cleanUp } = launched(await dockerLiveKit(docker(''), 'linux'));
  expect(args).toEqual([
    ...['run', '--rm', '--name', 'holler-livekit-7880', '--network', 'host'],
    ...['--env', 'LIVEKIT_CONFIG', image],
  ]);
  expect(env?.LIVEKIT_CONFIG).toContain('the-secret');
  expect(cleanUp).toEqual(['rm', '--force', 'holler-livekit-7880']);
});

it('publishes a container on the loopback address alone where it has a network of its own', async () => {
  const { args } = launched(await dockerLiveKit(docker(''), 'darwin'));
  expect(args.filter((_, index) => args[index - 1] === '--publish')).toEqual([
    '127.0.0.1:7880:7880/tcp',
    '127.0.0.1:7882:7882/udp',
    '127.0.0.1:3478:3478/udp',
    '127.0.0.1:3479:3479/tcp',
  ]);
});

it('fetches an image that is not there, and passes on why it could not', async () => {
  const program = await dockerLiveKit(docker(hasNoImage), 'linux');
  expect(program?.preparation?.what).toMatch(/fetching LiveKit with Docker/);
  const refused = await dockerLiveKit(docker(`${hasNoImage} || { echo no such tag; exit 1; }`));
  const { signal } = new AbortController();
  await expect(refused?.preparation?.run(() => {}, signal)).rejects.toThrow(
    'no such tag\nDocker could not fetch LiveKit.',
  );
});

function launched(program: LiveKitProgram | null) {
  if (program === null) throw new Error('there is no such program');
  return program.launch({ ...config, network: program.network }, folder);
}
