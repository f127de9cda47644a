import { peerKey } from '../../edge/protocol/peer-messages.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { Member } from './room-client.ts';
import { type Closing, type Frame, openSocket, webSocketAddress } from './socket.ts';

/** What a peer needs to connect: peerjs's `path`, `key`, id and `token`. */
export interface Credentials {
  readonly origin: string;
  /** Ends with a slash. */
  readonly path: string;
  readonly key: string;
  readonly id: string;
  readonly token: string;
}

/** Any frame that a PeerServer sent; nothing about it is assumed. */
export interface PeerFrame {
  readonly type?: string;
  readonly src?: string;
  readonly dst?: string;
  readonly payload?: unknown;
}

/** Speaks PeerJS's protocol as bare frames, so that a server can be asked what peerjs never would. */
export interface PeerClient {
  readonly id: string;
  readonly frames: Inbox<PeerFrame>;
  readonly closed: Promise<Closing>;
  readonly isOpen: boolean;
  send(message: object): void;
  sendRaw(frame: Frame): void;
  take(type: string, timeoutMs?: number): Promise<PeerFrame>;
  count(type: string): number;
  close(): void;
}

/** What the room has given to a page, for PeerJS. */
export function credentialsOf(origin: string, { welcome }: Pick<Member, 'welcome'>): Credentials {
  return {
    origin,
    path: `/rooms/${welcome.meeting.id}/`,
    key: peerKey,
    id: welcome.peer.id,
    token: welcome.peer.ticket,
  };
}

type Parameters = Partial<Pick<Credentials, 'id' | 'token' | 'key'>>;

export function connectRaw(
  { origin, path }: Pick<Credentials, 'origin' | 'path'>,
  parameters: Parameters,
): Promise<PeerClient> {
  const query = new URLSearchParams({ ...parameters, version: '1.5.5' });
  return connect(webSocketAddress(origin, `${path}peerjs?${query}`), parameters.id ?? 'nobody');
}

/** Connects and waits for OPEN. */
export async function connectPeer(credentials: Credentials): Promise<PeerClient> {
  const { id, token, key } = credentials;
  const peer = await connectRaw(credentials, { id, token, key });
  await peer.take('OPEN');
  return peer;
}

async function connect(url: string, id: string): Promise<PeerClient> {
  const frames = createInbox<PeerFrame>(id);
  const socket = await openSocket(url, {
    frame: (frame) => frames.put(JSON.parse(String(frame)) as PeerFrame),
    closed: ({ code, reason }) => frames.end(`the socket closed (${code} ${reason})`),
  });
  return {
    id,
    frames,
    closed: socket.closed,
    get isOpen() {
      return socket.isOpen;
    },
    send: (message) => socket.send(JSON.stringify(message)),
    sendRaw: (frame) => socket.send(frame),
    take: (type, timeoutMs) => frames.take(type, (frame) => frame.type === type, timeoutMs),
    count: (type) => frames.history.filter((frame) => frame.type === type).length,
    close: () => socket.close(),
  };
}
