import type { MeetingId } from '../../edge/protocol/ids.ts';
import { credentialsOf } from '../support/peer-client.ts';
import { createMeeting, joinRoom, type Member } from '../support/room-client.ts';
import { type Stack, startTestStack } from '../support/test-stack.ts';
import type { PeerServerUnderTest, Realm } from './server-under-test.ts';

export interface EdgeRealm extends Realm {
  readonly origin: string;
  readonly meeting: MeetingId;
  member(n: number): Promise<Member>;
}

export interface EdgeUnderTest extends PeerServerUnderTest {
  openRealm(): Promise<EdgeRealm>;
}

/** The edge: a realm is a room, and its n-th peer the n-th member, with the ticket that it was given. */
export function createEdge(): EdgeUnderTest {
  let stack: Stack | undefined;
  return {
    name: "the edge's room",
    start: async () => {
      stack = await startTestStack();
    },
    openRealm: async () => {
      const origin = stack?.origin ?? '';
      const { id: meeting } = await createMeeting(origin);
      const members = new Map<number, Promise<Member>>();
      const member = (n: number) => {
        const joining = members.get(n) ?? joinRoom(origin, meeting, `Member ${n}`);
        members.set(n, joining);
        return joining;
      };
      const leave = async () => {
        for (const { client } of await Promise.all(members.values())) client.close();
      };
      return {
        origin,
        meeting,
        member,
        open: async (n) => credentialsOf(origin, await member(n)),
        close: () => void leave(),
      };
    },
    stop: async () => stack?.stop(),
  };
}
