import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { MeetingId, SeatId } from '../../../edge/protocol/ids.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import type { CreateMeeting } from '../../../edge/protocol/rest.ts';
import type { Joined, Welcome } from '../../../edge/protocol/room-messages.ts';
import { createRandom } from '../../../edge/random.ts';
import type { Room } from '../../../edge/room/room.ts';
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
  const stub = roomOf(id);
  const { host } = await stub.create(id, { ...noOptions, ...options });
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
    stub,
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
      runInDurableObject(stub, (_, state) =>
        state.storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    alarmAt: () => runInDurableObject(stub, (_, state) => state.storage.getAlarm()),
    ring: () => runDurableObjectAlarm(stub),
  };
}

/** What a browser says when it comes back to its seat: with `since`, as the page that was connected before. */
export function again({ welcome }: Visitor, since?: number): HelloOptions {
  const { seat, peer } = welcome;
  return since === undefined ? { seat } : { seat, resume: { peer: peer.id, since } };
}

/** Alarms go by the runtime's own clock: with the room's clock this far ahead, none rings on its own. */
const aheadMs = 3_600_000;

/** Lets the room's clock stand still from now on, until `passTime`. For a test file's `beforeEach`. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: vi.getRealSystemTime() + aheadMs });
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
