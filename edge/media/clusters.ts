import { createHash } from 'node:crypto';
import * as v from 'valibot';

const hasProtocol = (...protocols: string[]) =>
  v.check((url: string) => protocols.includes(URL.parse(url)?.protocol ?? ''));

/** One LiveKit cluster, as an entry of the setting LIVEKIT_CLUSTERS. */
export const Cluster = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  /** Where browsers connect to. */
  url: v.pipe(v.string(), v.url(), hasProtocol('ws:', 'wss:')),
  /** Where the edge connects to, when that is another address. */
  api: v.optional(v.pipe(v.string(), v.url(), hasProtocol('http:', 'https:'))),
  key: v.pipe(v.string(), v.minLength(1)),
  /** LiveKit itself refuses shorter ones. */
  secret: v.pipe(v.string(), v.minLength(32)),
  /** Where browsers reach LiveKit's own TURN server, if it runs one; calls that do not go through LiveKit use it too. */
  turnUrls: v.optional(v.array(v.pipe(v.string(), v.regex(/^turns?:./)))),
  /** A location of Cloudflare's, such as `weur`; meetings from there come here first. */
  region: v.optional(v.string()),
  /** How many people it carries well, in all its rooms; see `defaultCapacity`. */
  capacity: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type Cluster = v.InferOutput<typeof Cluster>;

const Clusters = v.pipe(
  v.array(Cluster),
  v.check((clusters) => new Set(clusters.map(({ name }) => name)).size === clusters.length),
);

/** No setting is no cluster. A wrong one throws a sentence without what was in it: it holds secrets. */
export function readClusters(setting: string | undefined): readonly Cluster[] {
  if (!setting?.trim()) return [];
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Clusters), setting);
  if (read.success) return read.output;
  const [issue] = read.issues;
  const place = v.getDotPath(issue) ?? 'the list';
  throw new Error(`LIVEKIT_CLUSTERS is wrong at ${place}: see the README, “Settings”.`);
}

/** For whoever has not measured: ten rooms as large as they get. */
export const defaultCapacity = 1_000;

/** How full a cluster is, from 0 to 1; `silent` when it did not answer of late. */
export type Load = number | 'silent';
export type Loads = ReadonlyMap<string, Load>;

export function apiOf({ url, api }: Cluster): string {
  return api ?? url.replace(/^ws/, 'http');
}

/** What a cluster is full at is never exactly known: one that reports it still gets a trickle. */
const leastWeight = 0.01;

/**
 * The clusters in the order in which a room should try them: its own region first, and within a region by
 * rendezvous hashing, so that a room finds the same cluster again from anywhere, and a cluster that goes
 * moves nobody but its own rooms. One that does not answer comes after all others.
 */
export function rankClusters(
  room: string,
  clusters: readonly Cluster[],
  region: string | null,
  loads: Loads = new Map(),
): Cluster[] {
  const score = ({ name }: Cluster) => {
    const load = loads.get(name);
    const weight = Math.max(leastWeight, 1 - (typeof load === 'number' ? load : 0));
    return weight / -Math.log(chance(`${name} ${room}`));
  };
  const distance = ({ name, region: its }: Cluster) => {
    if (loads.get(name) === 'silent') return 2;
    return its === region ? 0 : 1;
  };
  return clusters
    .map((cluster) => ({ cluster, distance: distance(cluster), score: score(cluster) }))
    .sort((a, b) => a.distance - b.distance || b.score - a.score)
    .map(({ cluster }) => cluster);
}

/** A number strictly between 0 and 1 that only the text decides. */
function chance(text: string): number {
  const hash = createHash('sha256').update(text).digest();
  return (hash.readUIntBE(0, 6) + 0.5) / 2 ** 48;
}
