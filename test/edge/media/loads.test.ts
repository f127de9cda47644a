import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../../edge/log.ts';
import { rankClusters } from '../../../edge/media/clusters.ts';
import { knownLoads, loadHoldsMs, readBackLoads } from '../../../edge/media/loads.ts';
import { publicIdOf } from '../../../edge/secrets/public-id.ts';
import worker from '../../../edge/worker.ts';
import { testClusters } from '../support/clusters.ts';
import { capable, meshOf } from '../support/large-calls.ts';
import { useMediaServers } from '../support/media-servers.ts';
import { newMeeting, stopClock } from '../support/meeting.ts';

const media = useMediaServers();
const [one, two] = testClusters;
const now = 1_795_000_000_000;

afterEach(async () => {
  vi.useRealTimers();
  // Other files' rooms choose clusters as well.
  await env.DB.exec('DELETE FROM cluster_loads');
});

/** The job, at clusters that have so many people; `null` is one that does not answer. */
async function readBack(people: Readonly<Record<string, number | null>>, at = now): Promise<void> {
  await readBackLoads({
    clusters: testClusters.map((cluster) => ({ ...cluster, capacity: 200 })),
    db: env.DB,
    log: createLog(
      () => {},
      () => at,
    ),
    now: () => at,
    adminOf: ({ name }) => ({
      countPeople: async () => {
        const count = people[name];
        if (typeof count !== 'number') throw new Error('no answer');
        return count;
      },
    }),
  });
}

async function known(at = now): Promise<object> {
  return Object.fromEntries(await knownLoads(env.DB, at));
}

describe('the load of clusters', () => {
  test('is how much of its capacity each has in use', async () => {
    await readBack({ one: 50, two: 300 });
    expect(await known()).toEqual({ one: 0.25, two: 1 });
  });

  test('is the latest that was read', async () => {
    await readBack({ one: 50, two: 0 });
    await readBack({ one: 100, two: null }, now + 1);
    expect(await known(now + 1)).toEqual({ one: 0.5, two: 'silent' });
  });

  test('does not count any more when nobody has read it for some minutes', async () => {
    await readBack({ one: 50, two: null });
    expect(await known(now + loadHoldsMs - 1)).toEqual({ one: 0.25, two: 'silent' });
    expect(await known(now + loadHoldsMs)).toEqual({});
  });

  test('comes from the rooms of each, asked by the scheduled job', async () => {
    media.become('down', 'two');
    await worker.scheduled(createScheduledController(), env);
    expect((await media.asked('ListRooms')).cluster).toBe('one');
    expect(await known(Date.now())).toEqual({ one: 0, two: 'silent' });
  });
});

describe('a room that chooses', () => {
  test('tries what did not answer last, wherever it is', () => {
    const near = { ...one, region: 'weur' };
    for (const room of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const ranked = rankClusters(room, [near, two], 'weur', new Map([['one', 'silent' as const]]));
      expect(ranked.map(({ name }) => name)).toEqual(['two', 'one']);
    }
  });

  test('goes by what was read back', async () => {
    stopClock();
    for (const full of ['one', 'two']) {
      await readBack({ one: 0, two: 0, [full]: null }, Date.now());
      const meeting = await newMeeting();
      await meshOf(5, meeting);
      await meeting.join('Sixth', capable);
      const name = publicIdOf(meeting.id);
      const { cluster } = await media.requests.take('a room', ({ body }) => body.name === name);
      expect(cluster).not.toBe(full);
    }
  });
});
