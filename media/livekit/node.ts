import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, freeUdpPort } from '../../edge/dev/ports.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import type { LiveKitConfig } from './config.ts';
import type { LiveKitProgram } from './program.ts';
import { pickTurnPorts, turnUrlsFor } from './turn.ts';

/** It would wait for calls to end, which nobody who presses Ctrl-C does. */
const stopGraceMs = 1_000;

export interface LiveKitNode extends RunningServer {
  readonly port: number;
  readonly mediaPort: number;
  /** Where browsers reach its TURN server; empty without one. */
  readonly turnUrls: readonly string[];
}

export interface NodeOptions extends Pick<LiveKitConfig, 'keys' | 'webhookUrl' | 'redis'> {
  /** Of its own: its configuration and its log. */
  readonly folder: string;
  /** Switches its TURN server on. */
  readonly turn?: boolean;
  progress?(sentence: string): void;
}

/** Runs one LiveKit server in the background, on free ports of this machine. */
export async function startNode(
  program: LiveKitProgram,
  { folder, turn = false, progress, ...options }: NodeOptions,
): Promise<LiveKitNode> {
  mkdirSync(folder, { recursive: true });
  const config: LiveKitConfig = {
    ...options,
    network: program.network,
    port: await freePort(),
    mediaPort: await freeUdpPort(),
    turn: turn ? await pickTurnPorts() : null,
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
  const turnUrls = config.turn === null ? [] : turnUrlsFor(config.turn);
  return { ...server, port: config.port, mediaPort: config.mediaPort, turnUrls };
}
