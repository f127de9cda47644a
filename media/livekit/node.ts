import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, freeUdpPort } from '../../edge/dev/ports.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import type { LiveKitConfig } from './config.ts';
import type { LiveKitProgram } from './program.ts';

/** It would wait for calls to end, which nobody who presses Ctrl-C does. */
const stopGraceMs = 1_000;

export interface LiveKitNode extends RunningServer {
  readonly port: number;
  readonly mediaPort: number;
}

export interface NodeOptions extends Pick<LiveKitConfig, 'keys' | 'webhookUrl' | 'redis'> {
  /** Of its own: its configuration and its log. */
  readonly folder: string;
  progress?(sentence: string): void;
}

/** Runs one LiveKit server in the background, on free ports of this machine. */
export async function startNode(
  program: LiveKitProgram,
  { folder, progress, ...options }: NodeOptions,
): Promise<LiveKitNode> {
  mkdirSync(folder, { recursive: true });
  const config: LiveKitConfig = {
    ...options,
    network: program.network,
    port: await freePort(),
    mediaPort: await freeUdpPort(),
  };
  const server = startServer({
    name: 'LiveKit',
    preparation: program.preparation,
    launch: program.launch(config, folder),
    logFile: join(folder, 'livekit.log'),
    healthUrl: `http://127.0.0.1:${config.port}/`,
    stopGraceMs,
    ...(progress && { progress }),
  });
  return { ...server, port: config.port, mediaPort: config.mediaPort };
}
