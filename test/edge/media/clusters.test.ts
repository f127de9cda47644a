import { describe, expect, test } from 'vitest';
import { apiOf, type Cluster, rankClusters, readClusters } from '../../../edge/media/clusters.ts';
import { testClusters } from '../support/clusters.ts';

const [good] = testClusters;
const secret = 'a secret that must not be in any sentence';

function cluster(name: string, region?: string): Cluster {
  return { ...good, name, ...(region && { region }) };
}

describe('the setting', () => {
  test.each([undefined, '', '  ', '[]'])('%o is no cluster', (setting) => {
    expect(readClusters(setting)).toEqual([]);
  });

  test('is a list of clusters', () => {
    const clusters = [...testClusters, cluster('three', 'weur')];
    expect(readClusters(JSON.stringify(clusters))).toEqual(clusters);
  });

  test.each<[string, unknown]>([
    ['no JSON', undefined],
    ['no list', good],
    ['an address that browsers cannot use', [{ ...good, url: 'https://one.example' }]],
    ['an address that is none', [{ ...good, url: 'one' }]],
    ['an API at a WebSocket', [{ ...good, api: 'ws://one.example' }]],
    ['a secret that LiveKit refuses', [{ ...good, secret: 'short' }]],
    ['a TURN server that is none', [{ ...good, turnUrls: ['stun:one.example'] }]],
    ['no key', [{ ...good, key: '' }]],
    ['a name that is a sentence', [{ ...good, name: 'The First' }]],
    ['two of one name', [good, good]],
    ['a misspelt field', [{ ...good, regoin: 'weur' }]],
  ])('with %s is refused, without its secrets', (_, value) => {
    const setting = value === undefined ? `[{"secret":"${secret}"` : JSON.stringify(value);
    expect(() => readClusters(setting)).toThrow(/^LIVEKIT_CLUSTERS is wrong at /);
    expect(() => readClusters(setting)).not.toThrow(secret);
    expect(() => readClusters(setting)).not.toThrow(good.secret);
  });

  test('says where the edge reaches a cluster, if it is not where browsers do', () => {
    expect(testClusters.map(apiOf)).toEqual(['http://one.example:7880', 'https://two.example']);
  });
});

describe('choosing a cluster', () => {
  const four = ['a', 'b', 'c', 'd'].map((name) => cluster(name));
  const rooms = Array.from({ length: 2_000 }, (_, index) => `room-${index}`);

  function firstOf(room: string, clusters: readonly Cluster[], loads?: Map<string, number>) {
    return rankClusters(room, clusters, null, loads)[0]?.name ?? 'none';
  }

  function shares(clusters: readonly Cluster[], loads?: Map<string, number>) {
    const counts = new Map<string, number>();
    for (const room of rooms) {
      const name = firstOf(room, clusters, loads);
      counts.set(name, (counts.get(name) ?? 0) + 1 / rooms.length);
    }
    return counts;
  }

  test('a room finds the same one again, in whatever order they are listed', () => {
    for (const room of rooms.slice(0, 50)) {
      expect(firstOf(room, [...four].reverse())).toBe(firstOf(room, four));
    }
  });

  test('rooms spread evenly', () => {
    for (const share of shares(four).values()) expect(share).toBeCloseTo(0.25, 1);
  });

  test('a cluster that goes moves only its own rooms', () => {
    const left = four.filter(({ name }) => name !== 'b');
    for (const room of rooms) {
      const before = firstOf(room, four);
      if (before !== 'b') expect(firstOf(room, left)).toBe(before);
    }
  });

  test('the second choice is where those rooms go', () => {
    for (const room of rooms.slice(0, 200)) {
      const [first, second] = rankClusters(room, four, null);
      const left = four.filter(({ name }) => name !== first?.name);
      expect(firstOf(room, left)).toBe(second?.name);
    }
  });

  test('half full is half as likely, full is almost never', () => {
    const loads = new Map([
      ['b', 0.5],
      ['c', 1],
    ]);
    const counts = shares(four, loads);
    expect((counts.get('b') ?? 0) / (counts.get('a') ?? 1)).toBeCloseTo(0.5, 0.5);
    expect(counts.get('c') ?? 0).toBeLessThan(0.02);
  });

  test('the room’s own region comes first, and the others stand by', () => {
    const clusters = [cluster('a', 'enam'), cluster('b', 'weur'), cluster('c', 'weur')];
    for (const room of rooms.slice(0, 50)) {
      const names = rankClusters(room, clusters, 'weur').map(({ name }) => name);
      expect(names).toHaveLength(3);
      expect(names[2]).toBe('a');
    }
  });
});
