import type { MeetingId } from '../../../edge/protocol/ids.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import { edgeCapabilities } from '../../../edge/protocol/version.ts';
import { openRoom, type RoomClient } from '../../support/room-client.ts';
import { type Manner, sourcesOf } from './manner.ts';
import type { Troupe } from './troupe.ts';

/** In the room and on the media server as a browser would be. */
export interface Extra {
  readonly client: RoomClient;
  readonly sources: readonly Source[];
  /** Connects to the media server, once the room has one, and sends what it has said that it sends. */
  perform(troupe: Troupe): Promise<void>;
}

/** The first five wait for the sixth before there is a media server; it may be slow to come. */
const serverTimeoutMs = 60_000;

export async function enterExtra(
  origin: string,
  meeting: MeetingId,
  name: string,
  manner: Manner,
): Promise<Extra> {
  const client = await openRoom(origin, meeting);
  await client.hello({ capabilities: [...edgeCapabilities, 'sfu'] });
  const sources = sourcesOf(manner);
  const { mediaServer } = await client.join(name, sources);
  return {
    client,
    sources,
    async perform(troupe) {
      const server = mediaServer ?? (await client.take('media-server', serverTimeoutMs)).server;
      await troupe.play(server, manner);
      // In a move: there is nobody whom they have yet to see.
      client.send({ type: 'move', epoch: server.epoch, step: 'ready' });
    },
  };
}
