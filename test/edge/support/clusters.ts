import type { Cluster } from '../../../edge/media/clusters.ts';

/** What the edge under test is configured with. Nobody listens there: see `media-servers.ts`. */
export const testClusters: readonly [Cluster, Cluster] = [
  {
    name: 'one',
    url: 'wss://one.example',
    api: 'http://one.example:7880',
    key: 'key-one',
    secret: 'the secret of the first cluster, long enough',
  },
  {
    name: 'two',
    url: 'wss://two.example',
    key: 'key-two',
    secret: 'the secret of the second cluster, also long',
  },
];
