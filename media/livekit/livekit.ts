import { mkdirSync } from 'node:fs';
import type { LiveKitKeys } from './config.ts';
import { keysIn } from './keys.ts';
import { type LiveKitNode, startNode } from './node.ts';
import { findLiveKit, type LiveKitProgram } from './program.ts';

export interface LiveKitServer extends Omit<LiveKitNode, 'port' | 'mediaPort'> {
  /** Completes the sentence "on: LiveKit …". */
  readonly name: string;
  /** What it waits for before it can run, once; null when it runs already. */
  readonly preparing: string | null;
  /** Where browsers connect to. */
  readonly url: string;
  /** What recorders sign with, as the edge does. */
  readonly keys: LiveKitKeys;
  /** What the edge needs to send calls to it; known before it answers. */
  readonly settings: { readonly LIVEKIT_CLUSTERS: string };
}

export interface LiveKitOptions {
  readonly folder: string;
  /** Of the edge, which its webhooks go to. */
  readonly origin: string;
  /** Has it relay calls that do not go through it, and the edge hand that out. */
  readonly turn?: boolean;
  progress?(sentence: string): void;
}

/** Starts LiveKit in the background, after building or fetching it where necessary; null when it cannot be had. */
export async function startLiveKit(options: LiveKitOptions): Promise<LiveKitServer | null> {
  const program = await findLiveKit();
  return program === null ? null : startProgram(program, options);
}

async function startProgram(
  program: LiveKitProgram,
  { origin, ...options }: LiveKitOptions,
): Promise<LiveKitServer> {
  mkdirSync(options.folder, { recursive: true });
  const keys = keysIn(options.folder);
  const webhookUrl = webhookOf(origin);
  const {
    port,
    mediaPort: _,
    ...node
  } = await startNode(program, { ...options, keys, webhookUrl });
  const url = `ws://127.0.0.1:${port}`;
  return {
    ...node,
    name: program.name,
    preparing: program.preparation?.what ?? null,
    url,
    keys,
    settings: {
      LIVEKIT_CLUSTERS: JSON.stringify([{ name: 'local', url, ...keys, turnUrls: node.turnUrls }]),
    },
  };
}

/** Where an edge hears what happens in rooms. */
export function webhookOf(origin: string): string {
  return `${origin}/api/livekit/webhook`;
}
