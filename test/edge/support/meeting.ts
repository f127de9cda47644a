import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { MeetingId, SeatId } from '../../../edge/protocol/ids.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import type { CreateMeeting } from '../../../edge/protocol/rest.ts';
import type { Joined, Welcome } from '../../../edge/protocol/room-messages.ts';
import type { Room } from '../../../edge/room/room.ts';
import { createRandom } from '../../../edge/secrets/random.ts';
import { type HelloOptions, openRoom, type RoomClient } from './room-client.ts';

export const random = createRandom((bytes) => crypto.getRandomValues(bytes));

/** Somebody in a meeting, with what their browser would remember. */
export interface Member extends RoomClient {
  readonly welcome: Welcome;
  readonly joined: Joined;
  readonly seat: SeatId;
}

export interface Visitor extends RoomClient {
  readonly welcome: Welcome;
  readonly seat: SeatId;
}

export interface TestMeeting {
  readonly id: MeetingId;
  readonly stub: DurableObjectStub<Room>;
  readonly hostToken: string;
  connect(): Promise<RoomClient>;
  /** On the pre-join screen. */
  visit(hello?: HelloOptions): Promise<Visitor>;
  join(name: string, hello?: HelloOptions, publishing?: readonly Source[]): Promise<Member>;
  joinAsHost(name?: string): Promise<Member>;
  /** In the waiting room. */
  knock(name: string, hello?: HelloOptions): Promise<Visitor>;
  rows(table: string): Promise<readonly Record<string, unknown>[]>;
  alarmAt(): Promise<number | null>;
  forgetEventsUpTo(seq: number): Promise<void>;
  /** Asks until it is so. For what the room tells nobody of. */
  until(isSo: () => Promise<boolean>): Promise<void>;
  /** The room's one alarm rings now, whenever it stood. */
  ring(): Promise<boolean>;
}

const noOptions: CreateMeeting = {
  name: '',
  waitingRoom: false,
  share: 'everyone',
  record: 'everyone',
};

export function roomOf(id: MeetingId): DurableObjectStub<Room> {
  return env.ROOM.get(env.ROOM.idFromName(id));
}

export async function newMeeting(options: Partial<CreateMeeting> = {}): Promise<TestMeeting> {
  const id = random.meetingId();
  const { host } = await roomOf(id).create(id, { ...noOptions, ...options });
  const hostToken = host.token;

  async function visit(hello: HelloOptions = {}): Promise<Visitor> {
    const client = await openRoom(id);
    const welcome = await client.hello(hello);
    return { ...client, welcome, seat: welcome.seat.id };
  }
  async function join(name: string, hello: HelloOptions = {}, publishing: readonly Source[] = []) {
    const visitor = await visit(hello);
    return { ...visitor, joined: await visitor.join(name, publishing) };
  }
  return {
    id,
    get stub() {
      // Anew each time: a stub does not outlive a restart of its object.
      return roomOf(id);
    },
    hostToken,
    connect: () => openRoom(id),
    visit,
    join,
    joinAsHost: (name = 'Host') => join(name, { hostToken }),
    knock: async (name, hello) => {
      const visitor = await visit(hello);
      visitor.send({ type: 'join', name, publishing: [] });
      await visitor.take('waiting');
      return visitor;
    },
    rows: (table) =>
      runInDurableObject(roomOf(id), (_, state) =>
        state.storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    forgetEventsUpTo: (seq) =>
      runInDurableObject(roomOf(id), (_, state) => {
        state.storage.sql.exec('DELETE FROM events WHERE seq <= ?', seq);
      }),
    until: async (isSo) => {
      // Not by the clock, which may be stopped: each question is a round trip to the object.
      for (let asked = 0; asked < 1_000; asked += 1) if (await isSo()) return;
      throw new Error('it was asked a thousand times, and never became so');
    },
    alarmAt: () => runInDurableObject(roomOf(id), (_, state) => state.storage.getAlarm()),
    ring: () => runDurableObjectAlarm(roomOf(id)),
  };
}

/** What a browser says when it comes back to its seat: with `since`, as the page that was connected before. */
export function again({ welcome }: Visitor, since?: number): HelloOptions {
  const { seat, peer } = welcome;
  return since === undefined ? { seat } : { seat, resume: { peer: peer.id, since } };
}

/**
 * Lets the room's clock stand still from now on, until `passTime`. For a test file's `beforeEach`. It stands far
 * ahead of the machine's, by which alarms ring: they ring when a test says so.
 */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3_600_000 });
}

/** The room's clock jumps. Sockets count as silent since before, unless they are said to have pinged. */
export async function passTime(
  meeting: TestMeeting,
  ms: number,
  sockets: 'pinging' | 'silent' = 'pinging',
): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  if (sockets === 'silent') return;
  await runInDurableObject(meeting.stub, (_, state) => {
    // The runtime stamps pings with a clock that a test cannot move.
    state.getWebSocketAutoResponseTimestamp = () => new Date();
  });
}
