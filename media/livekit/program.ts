import { findProgram } from '../../edge/dev/find-program.ts';
import type { ServerProgram } from '../server/program.ts';
import type { LiveKitConfig } from './config.ts';
import { dockerLiveKit } from './docker.ts';
import { goLiveKit } from './go-build.ts';
import { nativeLiveKit } from './native.ts';

/** One way to run LiveKit on this machine. */
export type LiveKitProgram = ServerProgram<LiveKitConfig>;

export const howToGetLiveKit = 'install livekit-server, Docker or Go to have them';

/** A server that is installed, then Docker, then a Go toolchain to build one with; null without any. */
export async function findLiveKit(path = process.env.PATH ?? ''): Promise<LiveKitProgram | null> {
  const server = findProgram(['livekit-server'], path);
  if (server !== null) return nativeLiveKit('as installed', server, null);
  const docker = findProgram(['docker'], path);
  const inDocker = docker === null ? null : await dockerLiveKit(docker);
  if (inDocker !== null) return inDocker;
  const go = findProgram(['go'], path);
  return go === null ? null : goLiveKit(go);
}
