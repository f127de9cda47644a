import { randomUUID } from 'node:crypto';
import type { Credentials } from '../support/peer-client.ts';
import { type ReferenceServer, startReferenceServer } from '../support/reference-server.ts';
import type { PeerServerUnderTest } from './server-under-test.ts';

/** The `peer` package: one realm for all, ids and tokens as anybody likes. */
export function createReference(): PeerServerUnderTest {
  let server: ReferenceServer | undefined;
  return {
    name: 'the peer package',
    start: async () => {
      server = await startReferenceServer();
    },
    openRealm: async () => {
      const realm = randomUUID();
      const origin = server?.origin ?? '';
      const open = async (n: number): Promise<Credentials> => ({
        origin,
        path: '/',
        key: 'peerjs',
        id: `${realm}-${n}`,
        token: `token-${n}`,
      });
      return { open, close: () => undefined };
    },
    stop: async () => server?.stop(),
  };
}
