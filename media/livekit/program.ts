import { findProgram } from '../../edge/dev/find-program.ts';
import type { LiveKitConfig, LiveKitNetwork } from './config.ts';
import { dockerLiveKit } from './docker.ts';
import { goLiveKit } from './go-build.ts';
import { nativeLiveKit } from './native.ts';

/** One way to run LiveKit on this machine. */
export interface LiveKitProgram {
  /** Completes the sentence "on: LiveKit …". */
  readonly name: string;
  readonly network: LiveKitNetwork;
  /** What has to be done once before it can run; null when nothing has to. */
  readonly preparation: Preparation | null;
  launch(config: LiveKitConfig, folder: string): Launch;
}

export interface Preparation {
  /** Completes the sentence "Large calls: …". */
  readonly what: string;
  /** Throws a `Problem` when it cannot be done. */
  run(progress: (sentence: string) => void, signal: AbortSignal): Promise<void>;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What to tell the command when it was killed, and what it had started was not. */
  readonly cleanUp?: readonly string[];
}

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
