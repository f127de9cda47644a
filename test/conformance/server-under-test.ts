import {
  type Credentials,
  connectPeer,
  connectRaw,
  type PeerClient,
} from '../support/peer-client.ts';

/** Where the credentials come from is all that the suite needs to know about an implementation. */
export interface PeerServerUnderTest {
  readonly name: string;
  start(): Promise<void>;
  /** Peers that may reach each other, and nobody else's test. */
  openRealm(): Promise<Realm>;
  stop(): Promise<void>;
}

export interface Realm {
  /** The n-th peer's credentials, the same every time; it is not connected by asking. */
  open(n: number): Promise<Credentials>;
  close(): void;
}

/** What a behaviour is tried with; whatever it connects is closed after the test. */
export interface Scene {
  readonly realm: Realm;
  credentials(n: number): Promise<Credentials>;
  connect(n: number): Promise<PeerClient>;
  /** Connects as `overrides` say, and waits for nothing. */
  connectAs(n: number, overrides: Partial<Credentials>): Promise<PeerClient>;
  /** Connects without one of the parameters. */
  connectWithout(n: number, missing: 'id' | 'token' | 'key'): Promise<PeerClient>;
  close(): void;
}

export function createScene(realm: Realm): Scene {
  const peers: PeerClient[] = [];
  const keep = (peer: PeerClient) => {
    peers.push(peer);
    return peer;
  };
  return {
    realm,
    credentials: (n) => realm.open(n),
    connect: async (n) => keep(await connectPeer(await realm.open(n))),
    connectAs: async (n, overrides) => {
      const { origin, path, id, token, key } = { ...(await realm.open(n)), ...overrides };
      return keep(await connectRaw({ origin, path }, { id, token, key }));
    },
    connectWithout: async (n, missing) => {
      const { origin, path, ...rest } = await realm.open(n);
      const { [missing]: _, ...parameters } = { id: rest.id, token: rest.token, key: rest.key };
      return keep(await connectRaw({ origin, path }, parameters));
    },
    close: () => {
      for (const peer of peers) peer.close();
      realm.close();
    },
  };
}
