import { join } from 'node:path';
import { findProgram } from '../../edge/dev/find-program.ts';
import { cacheFolder, inRoot } from '../../edge/dev/paths.ts';
import { dockerImage } from '../server/docker.ts';
import { goBuild } from '../server/go-build.ts';
import type { Launch, Preparation, ServerProgram } from '../server/program.ts';
import { pinnedVersion } from '../server/version.ts';

export interface StorageConfig {
  readonly port: number;
  readonly accessKey: string;
  readonly secret: string;
  readonly region: string;
  /** Where buckets and objects are stored. */
  readonly data: string;
}

/** One way to run Versity's gateway, which serves S3 from a folder of this machine. */
export type StorageProgram = ServerProgram<StorageConfig>;

export const howToGetStorage = 'install versitygw, Docker or Go to have it';
export const healthPath = '/health';

/** Beside LiveKit's they would change what it is built from: both go by the releases that their authors chose. */
const module = inRoot('media/storage');
const repository = 'github.com/versity/versitygw';

export function storageVersion(): string {
  return pinnedVersion(module, repository);
}

/** A gateway that is installed, then Docker, then a Go toolchain to build one with; null without any. */
export async function findStorage(path = process.env.PATH ?? ''): Promise<StorageProgram | null> {
  const gateway = findProgram(['versitygw'], path);
  if (gateway !== null) return native('as installed', gateway, null);
  const docker = findProgram(['docker'], path);
  const inDocker = docker === null ? null : await dockerStorage(docker);
  if (inDocker !== null) return inDocker;
  const go = findProgram(['go'], path);
  return go === null ? null : goStorage(go);
}

export function goStorage(go: string, cache = join(cacheFolder, 'storage')): StorageProgram {
  const file = join(cache, storageVersion(), 'versitygw');
  const preparation = goBuild({
    go,
    server: 'the S3 server',
    feature: 'Recording',
    duration: 'about a minute',
    module,
    package: `${repository}/cmd/versitygw`,
    file,
  });
  return native('as built with Go', file, preparation);
}

function native(name: string, command: string, preparation: Preparation | null): StorageProgram {
  return {
    name,
    network: 'loopback',
    preparation,
    launch: (config) => ({
      command,
      args: argumentsFor(config, '127.0.0.1', config.data),
      env: environmentOf(config),
    }),
  };
}

async function dockerStorage(docker: string): Promise<StorageProgram | null> {
  const image = `versity/versitygw:${storageVersion()}`;
  const found = await dockerImage(docker, { image, server: 'the S3 server' });
  if (found === null) return null;
  return { ...found, name: 'in Docker', launch: (config) => inContainer(docker, image, config) };
}

function inContainer(command: string, image: string, config: StorageConfig): Launch {
  const { port, data } = config;
  const name = `holler-storage-${port}`;
  const env = environmentOf(config);
  return {
    command,
    args: [
      ...['run', '--rm', '--name', name, '--publish', `127.0.0.1:${port}:${port}/tcp`],
      ...['--volume', `${data}:/data`],
      // By name alone: arguments can be read by every process of the machine.
      ...Object.keys(env).flatMap((variable) => ['--env', variable]),
      ...[image, ...argumentsFor(config, '0.0.0.0', '/data')],
    ],
    env,
    cleanUp: ['rm', '--force', name],
  };
}

function argumentsFor({ port, region }: StorageConfig, host: string, data: string): string[] {
  return [
    ...['--port', `${host}:${port}`, '--region', region, '--health', healthPath],
    // Its requests carry presigned addresses, which are secrets while they live.
    // Players fetch a stream's segments by script, from the app's origin; what lets them is in the address.
    ...['--cors-allow-origin', '*'],
    ...['--keep-alive', '--quiet', 'posix', data],
  ];
}

function environmentOf({ accessKey, secret }: StorageConfig): Record<string, string> {
  return { ROOT_ACCESS_KEY_ID: accessKey, ROOT_SECRET_ACCESS_KEY: secret };
}
