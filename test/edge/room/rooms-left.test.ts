import { runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../../edge/log.ts';
import { RoomMedia } from '../../../edge/room/drivers/media-servers.ts';
import { roomOutlivesCallMs } from '../../../edge/room/rules/media-rights.ts';
import { ChoreStore } from '../../../edge/room/storage/chore-store.ts';
import { testClusters } from '../support/clusters.ts';
import { type Call, movedCall } from '../support/large-calls.ts';
import { useMediaServers } from '../support/media-servers.ts';
import { newMeeting, passTime, stopClock } from '../support/meeting.ts';

const media = useMediaServers();

beforeEach(() => stopClock());

interface Scene extends Call {
  readonly here: string;
  readonly there: string;
}

async function callOnServer(): Promise<Scene> {
  const call = await movedCall();
  const { cluster: here } = await media.asked('CreateRoom');
  const other = testClusters.find(({ name }) => name !== here);
  return { ...call, here, there: other?.name ?? '' };
}

/** The cluster it is on does not answer, and the call goes elsewhere. */
async function flee({ meeting, all, host }: Call, cluster: string, epoch: number): Promise<void> {
  media.become('down', cluster);
  host.send({ type: 'move', epoch, step: 'failed' });
  for (const member of all) {
    await member.takeEvent('transport', ({ transport }) => transport.epoch === epoch + 1);
  }
  media.become('up', cluster);
  // What the room has just been told about servers no longer holds.
  await passTime(meeting, 1_000);
}

/** With nowhere else to go for five, in a mesh. */
async function intoMesh(scene: Scene): Promise<void> {
  const { meeting, all } = scene;
  all[5]?.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
  await all[5]?.closed;
  await vi.waitFor(async () => expect(await meeting.rows('chores')).toEqual([]));
  media.become('down');
  await flee({ ...scene, all: all.slice(0, 5) }, scene.here, 3);
  media.become('up');
}

function closings(): string[] {
  return media.requests.history.flatMap(({ method, cluster }) =>
    method === 'DeleteRoom' ? cluster : [],
  );
}

describe('a room on a media server that the call has left', () => {
  test('for another cluster is closed half a minute later', async () => {
    const scene = await callOnServer();
    const { meeting, here } = scene;
    await flee(scene, here, 3);
    await passTime(meeting, roomOutlivesCallMs - 1_001);
    await meeting.ring();
    expect(closings()).toEqual([]);
    await passTime(meeting, 1);
    await meeting.ring();
    expect(await media.asked('DeleteRoom')).toMatchObject({ cluster: here });
    await vi.waitFor(async () => expect(await meeting.rows('chores')).toEqual([]));
  });

  test('for a mesh is closed as well', async () => {
    const scene = await callOnServer();
    await intoMesh(scene);
    await passTime(scene.meeting, roomOutlivesCallMs);
    await scene.meeting.ring();
    expect(await media.asked('DeleteRoom')).toMatchObject({ cluster: scene.here });
  });

  test('stays when the call has come back to it; what it left meanwhile does not', async () => {
    const scene = await callOnServer();
    const { meeting, here, there } = scene;
    await flee(scene, here, 3);
    await flee(scene, there, 4);
    await passTime(meeting, roomOutlivesCallMs);
    await meeting.ring();
    await vi.waitFor(async () => expect(await meeting.rows('chores')).toEqual([]));
    expect(closings()).toEqual([there]);
  });

  test('is closed at once when the meeting ends', async () => {
    const scene = await callOnServer();
    await intoMesh(scene);
    scene.host.send({ type: 'command', id: 'end', command: { type: 'end' } });
    expect(await media.asked('DeleteRoom')).toMatchObject({ cluster: scene.here });
  });
});

describe('a room that is opened again', () => {
  const [one] = testClusters;

  test.each<[string, number]>([
    ['waits for its closing, so that it stays', 0],
    ['is not closed before it is known whether it is needed', 1_000],
  ])('%s', async (_, delayMs) => {
    const meeting = await newMeeting();
    const done: string[] = [];
    await runInDurableObject(meeting.stub, async (_room, { storage }) => {
      const room = new RoomMedia({
        clusters: [one],
        home: 'home',
        chores: new ChoreStore(storage.sql),
        log: createLog(() => {}, Date.now),
        adminOf: () => ({
          openRoom: async () => void done.push('opened'),
          closeRoom: async () => {
            await Promise.resolve();
            done.push('closed');
          },
          permit: async () => {},
          expel: async () => {},
          countPeople: async () => 0,
        }),
        loads: async () => new Map(),
        now: Date.now,
        standingOf: () => undefined,
        hasPeople: () => true,
        isOn: () => false,
        waitUntil: () => {},
        choreWaits: () => {},
      });
      room.take('room', [{ cluster: one.name, subject: 'room', delayMs }]);
      const opened = room.open('room', null);
      vi.setSystemTime(Date.now() + delayMs);
      await opened;
      room.work();
    });
    expect(done).toEqual(delayMs === 0 ? ['closed', 'opened'] : ['opened']);
  });
});
