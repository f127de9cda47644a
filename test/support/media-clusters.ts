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

interface StartedCluster extends MediaCluster {
  readonly setting: object;
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
  const ends: (() => Promise<unknown>)[] = [];
  async function stop(): Promise<void> {
    await Promise.all(ends.map((end) => end()));
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const started: StartedCluster[] = [];
    for (const name of options.names) {
      started.push(await startCluster(program, name, join(folder, name), options, ends));
    }
    return {
      all: started,
      settings: { LIVEKIT_CLUSTERS: JSON.stringify(started.map(({ setting }) => setting)) },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCluster(
  program: LiveKitProgram,
  name: string,
  folder: string,
  { nodesEach, origin }: ClustersOptions,
  ends: (() => Promise<unknown>)[],
): Promise<StartedCluster> {
  const redis = nodesEach > 1 ? await startRedis(join(folder, 'redis')) : null;
  if (redis !== null) ends.push(redis.kill);
  const nodes: LiveKitNode[] = [];
  mkdirSync(folder, { recursive: true });
  const keys = keysIn(folder);
  for (let index = 0; index < nodesEach; index += 1) {
    const node = await startNode(program, {
      folder: join(folder, `node-${index}`),
      keys,
      webhookUrl: webhookOf(origin),
      ...(redis && { redis: redis.address }),
    });
    ends.push(node.stop);
    nodes.push(node);
  }
  await Promise.all(nodes.map(({ ready }) => ready));
  const balancer = await startBalancer(nodes.map(({ port }) => port));
  ends.push(balancer.close);
  const url = `ws://127.0.0.1:${balancer.port}`;
  return {
    name,
    url,
    nodes,
    redis,
    kill: async () => void (await Promise.all(nodes.map((node) => node.kill()))),
    setting: { name, url, ...keys },
  };
}
