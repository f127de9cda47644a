import { RoomServiceClient, TwirpError } from 'livekit-server-sdk';
import type { Source } from '../protocol/people.ts';
import { apiOf, type Cluster } from './clusters.ts';
import { publishGrants } from './tokens.ts';

/** Somebody waits for their call to begin. */
const patienceSeconds = 2;

/** How long the media server keeps a room that nobody has come to, or that all have left. */
const emptyRoomSeconds = 120;

/** What the edge has a media server do. Saying something twice is harmless, and so is speaking of who has gone. */
export interface MediaAdmin {
  /** `home` is the Durable Object that the media server's messages about the room are for. */
  openRoom(room: string, home: string): Promise<void>;
  closeRoom(room: string): Promise<void>;
  /** In all rooms together. */
  countPeople(): Promise<number>;
  permit(room: string, identity: string, sources: readonly Source[]): Promise<void>;
  expel(room: string, identity: string): Promise<void>;
}

export function createMediaAdmin(
  cluster: Cluster,
  timeoutSeconds: number = patienceSeconds,
): MediaAdmin {
  const client = new RoomServiceClient(apiOf(cluster), cluster.key, cluster.secret, {
    requestTimeout: timeoutSeconds,
    failover: false,
  });
  return {
    openRoom: async (name, home) => {
      await client.createRoom({
        name,
        metadata: home,
        emptyTimeout: emptyRoomSeconds,
        departureTimeout: emptyRoomSeconds,
      });
    },
    closeRoom: (room) => unlessGone(client.deleteRoom(room)),
    countPeople: async () => {
      const rooms = await client.listRooms();
      return rooms.reduce((sum, { numParticipants }) => sum + numParticipants, 0);
    },
    permit: (room, identity, sources) =>
      unlessGone(
        client.updateParticipant(room, identity, {
          permission: { canSubscribe: true, canPublishData: false, ...publishGrants(sources) },
        }),
      ),
    expel: (room, identity) => unlessGone(client.removeParticipant(room, identity)),
  };
}

/** It is the cluster that is at fault, not what it was asked. */
export function isUnreachable(error: unknown): boolean {
  return !(error instanceof TwirpError);
}

async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof TwirpError && error.code === 'not_found')) throw error;
  }
}
