import type { Browser } from '@playwright/test';
import { freePort } from '../../../edge/dev/ports.ts';
import type { MeetingId } from '../../../edge/protocol/ids.ts';
import { edgeCapabilities } from '../../../edge/protocol/version.ts';
import { createGuests } from '../../e2e/support/invite.ts';
import type { Person } from '../../e2e/support/person.ts';
import { expectTogether } from '../../e2e/support/senses.ts';
import {
  type ClustersOptions,
  type MediaCluster,
  type MediaClusters,
  startMediaClusters,
} from '../../support/media-clusters.ts';
import { openRoom, type RoomClient } from '../../support/room-client.ts';
import { startTestStack } from '../../support/test-stack.ts';
import { type Darkness, noteDarkness } from './in-page-darkness.ts';

/** A call on real media servers that can be taken apart under it. */
export interface FaultScene {
  readonly clusters: MediaClusters;
  /** In browsers. */
  readonly people: readonly Person[];
  /** Who only count: with them a mesh cannot carry the call. */
  readonly crowd: readonly RoomClient[];
  /** The cluster and the node that the call's media goes through now. */
  carrier(): Promise<Carrier>;
  /** How long each was dark for each other while that happened, and until all see and hear all again. */
  darknessOf(happening: () => Promise<void>): Promise<readonly Darkness[]>;
  close(): Promise<void>;
}

export interface Carrier {
  readonly cluster: MediaCluster;
  readonly node: MediaCluster['nodes'][number];
}

const names = ['Ann', 'Ben', 'Cleo'] as const;
const crowdNames = ['Dan', 'Eve', 'Fay'] as const;

/** Null where LiveKit cannot be had. */
export async function openFaultScene(
  browser: Browser,
  options: Pick<ClustersOptions, 'names' | 'nodesEach'>,
): Promise<FaultScene | null> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const clusters = await startMediaClusters({ ...options, origin });
  if (clusters === null) return null;
  const stack = await startTestStack({ port, settings: clusters.settings }).catch(
    (error: unknown) => clusters.stop().then(() => Promise.reject(error)),
  );
  const guests = createGuests(origin);
  async function close(): Promise<void> {
    for (const client of crowd) client.close();
    await guests.goHome();
    await stack.stop();
    await clusters?.stop();
  }
  const crowd: RoomClient[] = [];
  try {
    const people: Person[] = [];
    for (const name of names) {
      const person = await guests.invite(browser, name);
      await person.context.addInitScript(noteDarkness);
      people.push(person);
    }
    const [first, ...others] = people;
    const link = (await first?.startCall()) ?? '';
    for (const person of others) await person.joinBy(link);
    for (const name of crowdNames) crowd.push(await joinCrowd(origin, link, name));
    const scene = { clusters, people, crowd, carrier: () => carrierOf(clusters, people), close };
    await untilOnServer(scene);
    await expectTogether(...people);
    return { ...scene, darknessOf: (happening) => darknessOf(people, happening) };
  } catch (error) {
    process.stdout.write(stack.readLog().slice(-6000));
    await close();
    throw error;
  }
}

async function joinCrowd(origin: string, link: string, name: string): Promise<RoomClient> {
  const id = new URL(link).pathname.slice(1) as MeetingId;
  const client = await openRoom(origin, id);
  await client.hello({ capabilities: [...edgeCapabilities, 'sfu'] });
  const { transport } = await client.join(name, []);
  // They have nothing to send, and nobody to see.
  const beReady = (epoch: number) => client.send({ type: 'move', epoch, step: 'ready' });
  beReady(transport.epoch);
  void client
    .takeEvent('transport', (event) => event.transport.kind === 'moving', 600_000)
    .then((event) => beReady(event.transport.epoch))
    .catch(() => {});
  return client;
}

async function untilOnServer({ carrier }: Pick<FaultScene, 'carrier'>): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await carrier().catch((error: unknown) => error);
    if (!(found instanceof Error)) return;
    if (Date.now() > deadline) throw found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Their browsers know which port their media comes from; all must say the same. */
async function carrierOf(clusters: MediaClusters, people: readonly Person[]): Promise<Carrier> {
  const ports = new Set((await Promise.all(people.map(mediaPorts))).flat());
  const candidates = clusters.all.flatMap((cluster) =>
    cluster.nodes.map((node) => ({ cluster, node })),
  );
  const carriers = candidates.filter(({ node }) => ports.has(node.mediaPort));
  const [carrier] = carriers;
  if (carrier === undefined || carriers.length > 1 || ports.size > 1) {
    throw new Error(`media comes from ${[...ports].join(', ') || 'nowhere'}`);
  }
  return carrier;
}

function mediaPorts(person: Person): Promise<number[]> {
  return person.page.evaluate(async () => {
    const connected = window.connections.filter(
      ({ connectionState }) => connectionState === 'connected',
    );
    const reports = await Promise.all(connected.map((connection) => connection.getStats()));
    return reports.flatMap((report) => {
      const entries = [...report.values()];
      const chosen = new Set(
        entries
          .filter(({ type }) => type === 'transport')
          .map(({ selectedCandidatePairId }) => selectedCandidatePairId),
      );
      return entries
        .filter(({ type, id }) => type === 'candidate-pair' && chosen.has(id))
        .map(({ remoteCandidateId }) => report.get(remoteCandidateId)?.port as number);
    });
  });
}

async function darknessOf(
  people: readonly Person[],
  happening: () => Promise<void>,
): Promise<readonly Darkness[]> {
  await Promise.all(people.map(({ page }) => page.evaluate(() => window.darkness.begin())));
  await happening();
  await expectTogether(...people);
  const read = ({ page }: Person) => page.evaluate(() => window.darkness.read());
  return (await Promise.all(people.map(read))).flat();
}
