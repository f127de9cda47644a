import { randomUUID } from 'node:crypto';
import { limits } from '../../../edge/protocol/limits.ts';
import {
  type Credentials,
  connectPeer,
  credentialsOf,
  type PeerClient,
} from '../../support/peer-client.ts';
import { type ReferenceServer, startReferenceServer } from '../../support/reference-server.ts';
import { createMeeting, joinRoom, openRoom, type RoomClient } from '../../support/room-client.ts';
import { type Stack, startTestStack } from '../../support/test-stack.ts';
import { type BareRelay, startBareRelay } from './bare-relay.ts';

/** People who are connected to one relay; the first two or more of them may signal to each other. */
export interface Crowd {
  readonly peers: readonly PeerClient[];
  close(): void;
}

/** The three that are measured beside each other. */
export interface Relays {
  readonly edge: (size: number) => Promise<Crowd>;
  readonly bare: (size: number) => Promise<Crowd>;
  readonly reference: (size: number) => Promise<Crowd>;
  stop(): Promise<void>;
}

export async function startRelays(): Promise<Relays> {
  const started = await Promise.all([
    startTestStack({ settings: { STUN_URLS: '' } }),
    startBareRelay(),
    startReferenceServer(),
  ] satisfies [Promise<Stack>, Promise<BareRelay>, Promise<ReferenceServer>]);
  const [stack, bare, reference] = started;
  return {
    edge: (size) => enterRoom(stack.origin, size),
    bare: (size) => connectAll(size, bare.origin, `/${randomUUID()}/`),
    reference: (size) => connectAll(size, reference.origin, '/'),
    stop: async () => {
      await Promise.all(started.map((each) => each.stop()));
    },
  };
}

async function connectAll(size: number, origin: string, path: string): Promise<Crowd> {
  const run = randomUUID();
  const credentials = Array.from(
    { length: size },
    (_, n): Credentials => ({ origin, path, key: 'peerjs', id: `${run}-${n}`, token: 'token' }),
  );
  const peers = await Promise.all(credentials.map(connectPeer));
  return { peers, close: () => peers.forEach((peer) => void peer.close()) };
}

/** A mesh takes a few members; whoever comes beyond them stands in the lobby, connected all the same. */
async function enterRoom(origin: string, size: number): Promise<Crowd> {
  const { id } = await createMeeting(origin);
  const clients: RoomClient[] = [];
  const credentials: Credentials[] = [];
  for (let n = 0; n < size; n++) {
    if (n < limits.meshMembers) {
      const member = await joinRoom(origin, id, `Member ${n}`);
      clients.push(member.client);
      credentials.push(credentialsOf(origin, member));
    } else {
      const client = await openRoom(origin, id);
      clients.push(client);
      credentials.push(credentialsOf(origin, { welcome: await client.hello() }));
    }
  }
  const peers = await Promise.all(credentials.map(connectPeer));
  return {
    peers,
    close: () => {
      for (const { close } of [...peers, ...clients]) close();
    },
  };
}
