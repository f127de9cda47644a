import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysIn } from '../../media/livekit/keys.ts';
import { webhookOf } from '../../media/livekit/livekit.ts';
import { type LiveKitNode, startNode } from '../../media/livekit/node.ts';
import { findLiveKit, type LiveKitProgram } from '../../media/livekit/program.ts';
import { startBalancer } from './balancer.ts';
import { type Redis, startRedis } from './redis.ts';

export interface MediaCluster {
  readonly name: string;
  /** Where browsers connect to. */
  readonly url: string;
  readonly nodes: readonly LiveKitNode[];
  /** What its nodes share; null when there is only one. */
  readonly redis: Redis | null;
  kill(): Promise<void>;
}

export interface MediaClusters {
  readonly all: readonly MediaCluster[];
  readonly settings: { readonly LIVEKIT_CLUSTERS: string };
  stop(): Promise<void>;
}

export interface ClustersOptions {
  readonly names: readonly string[];
  readonly nodesEach: number;
  /** Of the edge, which their webhooks go to. */
  readonly origin: string;
}

/** Real LiveKit clusters on this machine, that can be taken apart; null where LiveKit cannot be had. */
export async function startMediaClusters(options: ClustersOptions): Promise<MediaClusters | null> {
  const program = await findLiveKit();
  if (program === null) return null;
  const folder = await mkdtemp(join(tmpdir(), 'holler-clusters-'));
  const started = await Promise.all(
    options.names.map((name) => startCluster(program, name, join(folder, name), options)),
  );
  return {
    all: started.map(({ cluster }) => cluster),
    settings: { LIVEKIT_CLUSTERS: JSON.stringify(started.map(({ setting }) => setting)) },
    async stop() {
      await Promise.all(started.map(({ stop }) => stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startCluster(
  program: LiveKitProgram,
  name: string,
  folder: string,
  { nodesEach, origin }: ClustersOptions,
) {
  const redis = nodesEach > 1 ? await startRedis(join(folder, 'redis')) : null;
  const nodes: LiveKitNode[] = [];
  mkdirSync(folder, { recursive: true });
  const keys = keysIn(folder);
  for (let index = 0; index < nodesEach; index += 1) {
    nodes.push(
      await startNode(program, {
        folder: join(folder, `node-${index}`),
        keys,
        webhookUrl: webhookOf(origin),
        ...(redis && { redis: redis.address }),
      }),
    );
  }
  await Promise.all(nodes.map(({ ready }) => ready));
  const balancer = await startBalancer(nodes.map(({ port }) => port));
  const url = `ws://127.0.0.1:${balancer.port}`;
  const cluster: MediaCluster = {
    name,
    url,
    nodes,
    redis,
    kill: async () => void (await Promise.all(nodes.map((node) => node.kill()))),
  };
  return {
    cluster,
    setting: { name, url, ...keys },
    async stop() {
      await balancer.close();
      await Promise.all(nodes.map((node) => node.stop()));
      await redis?.kill();
    },
  };
}
