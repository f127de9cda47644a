import type { MeetingId } from '../../../edge/protocol/ids.ts';
import type { Welcome } from '../../../edge/protocol/room-messages.ts';
import { createInbox, type Inbox } from '../../support/inbox.ts';
import { type Closing, openSocket } from './sockets.ts';

export interface PeerFrame {
  readonly type: string;
  readonly src?: string;
  readonly dst?: string;
  readonly payload?: unknown;
}

/** Speaks PeerJS's protocol as the browser library would. */
export interface PeerClient {
  readonly id: string;
  readonly frames: Inbox<PeerFrame>;
  readonly closed: Promise<Closing>;
  send(message: object | string): void;
  take(type: string): Promise<PeerFrame>;
  /** Which types have come so far, except for OPEN. */
  heard(): string[];
  lose(): void;
}

type Credentials = Partial<Record<'id' | 'token' | 'key', string>>;

/** Connects with exactly these parameters, whatever comes of it. */
export async function connectPeer(
  meeting: MeetingId,
  credentials: Credentials,
): Promise<PeerClient> {
  const id = credentials.id ?? '';
  const frames = createInbox<PeerFrame>(`the peer ${id}`);
  const query = new URLSearchParams({ ...credentials, version: '1.5.5' });
  const socket = await openSocket(`/rooms/${meeting}/peerjs?${query}`, {
    frame: (frame) => frames.put(JSON.parse(frame) as PeerFrame),
    closed: ({ code, reason }) => frames.end(`the socket closed (${code} ${reason})`),
  });
  return {
    id,
    frames,
    closed: socket.closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    take: (type) => frames.take(type, (frame) => frame.type === type),
    heard: () => frames.history.map(({ type }) => type).filter((type) => type !== 'OPEN'),
    lose: socket.lose,
  };
}

/** Connects with what the room gave, and waits for OPEN. */
export async function openPeer(welcome: Welcome): Promise<PeerClient> {
  const { id, ticket } = welcome.peer;
  const peer = await connectPeer(welcome.meeting.id, { id, token: ticket, key: 'peerjs' });
  await peer.take('OPEN');
  return peer;
}
