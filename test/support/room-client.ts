import * as v from 'valibot';
import type { Command } from '../../edge/protocol/commands.ts';
import type { MeetingId } from '../../edge/protocol/ids.ts';
import { limits, ping } from '../../edge/protocol/limits.ts';
import type { Source } from '../../edge/protocol/people.ts';
import { CreatedMeeting, type CreateMeeting } from '../../edge/protocol/rest.ts';
import {
  ClientMessage,
  type Hello,
  type Joined,
  type NumberedEvent,
  type RoomEvent,
  readServerFrame,
  type ServerMessage,
  type Welcome,
} from '../../edge/protocol/room-messages.ts';
import { edgeCapabilities, protocolVersions } from '../../edge/protocol/version.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { type Closing, type Frame, openSocket, type Socket, webSocketAddress } from './socket.ts';

type MessageOf<K extends ServerMessage['type']> = Extract<ServerMessage, { type: K }>;
type EventOf<K extends RoomEvent['type']> = Extract<RoomEvent, { type: K }>;
type Answer = MessageOf<'done'> | MessageOf<'refused'>;

/** Speaks the room's protocol over a real socket, pings included; whatever it hears must fit the schemas. */
export interface RoomClient {
  readonly messages: Inbox<ServerMessage>;
  /** What came inside `events`, one by one. */
  readonly events: Inbox<NumberedEvent>;
  readonly closed: Promise<Closing>;
  readonly isOpen: boolean;
  send(message: v.InferInput<typeof ClientMessage>): void;
  /** Anything at all, unchecked. */
  sendRaw(frame: Frame): void;
  take<K extends ServerMessage['type']>(type: K, timeoutMs?: number): Promise<MessageOf<K>>;
  takeEvent<K extends RoomEvent['type']>(
    type: K,
    fits?: (event: EventOf<K>) => boolean,
    timeoutMs?: number,
  ): Promise<EventOf<K>>;
  hello(options?: HelloOptions): Promise<Welcome>;
  join(name: string, publishing?: readonly Source[]): Promise<Joined>;
  command(command: Command, id?: string): Promise<Answer>;
  close(): void;
}

export type HelloOptions = Partial<Omit<v.InferInput<typeof Hello>, 'type'>>;

export async function createMeeting(
  origin: string,
  options: v.InferInput<typeof CreateMeeting> = {},
): Promise<CreatedMeeting> {
  const answer = await fetch(new URL('/api/meetings', origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options),
  });
  if (answer.status !== 201) throw new Error(`creating a meeting: ${await answer.text()}`);
  return v.parse(CreatedMeeting, await answer.json());
}

export function openRoom(origin: string, meeting: MeetingId): Promise<RoomClient> {
  return openRoomAt(origin, `/rooms/${meeting}/socket`);
}

export async function openRoomAt(origin: string, path: string): Promise<RoomClient> {
  const messages = createInbox<ServerMessage>('a room client');
  const events = createInbox<NumberedEvent>('a room client');
  const end = (why: string) => {
    messages.end(why);
    events.end(why);
  };
  const socket = await openSocket(webSocketAddress(origin, path), {
    frame: (frame) => {
      const outcome = readServerFrame(frame);
      if (outcome.kind === 'ping') return;
      if (outcome.kind !== 'message') return end(`a frame outside the protocol came: ${frame}`);
      messages.put(outcome.message);
      if (outcome.message.type === 'events') outcome.message.events.forEach(events.put);
    },
    closed: ({ code, reason }) => end(`the socket closed (${code} ${reason})`),
  });
  const pinging = setInterval(() => socket.send(ping), limits.pingIntervalMs);
  void socket.closed.then(() => clearInterval(pinging));
  return roomClient(socket, messages, events);
}

function roomClient(
  socket: Socket,
  messages: Inbox<ServerMessage>,
  events: Inbox<NumberedEvent>,
): RoomClient {
  let commands = 0;
  const send = (message: v.InferInput<typeof ClientMessage>) =>
    socket.send(JSON.stringify(v.parse(ClientMessage, message)));

  const take: RoomClient['take'] = (type, timeoutMs) =>
    messages.take(type, (message) => message.type === type, timeoutMs) as Promise<never>;

  return {
    messages,
    events,
    closed: socket.closed,
    get isOpen() {
      return socket.isOpen;
    },
    send,
    sendRaw: (frame) => socket.send(frame),
    take,
    takeEvent: async (type, fits, timeoutMs) => {
      const matches = ({ event }: NumberedEvent) =>
        event.type === type && (fits?.(event as never) ?? true);
      const { event } = await events.take(`an event ${type}`, matches, timeoutMs);
      return event as never;
    },
    hello: (options = {}) => {
      const [version, capabilities] = [protocolVersions.current, edgeCapabilities];
      send({ type: 'hello', version, capabilities, ...options });
      return take('welcome');
    },
    join: (name, publishing = []) => {
      send({ type: 'join', name, publishing: [...publishing] });
      return take('joined');
    },
    command: (command, id = `c${++commands}`) => {
      send({ type: 'command', id, command });
      const answers = (message: ServerMessage): message is Answer =>
        (message.type === 'done' || message.type === 'refused') && message.id === id;
      return messages.take(`an answer to ${command.type}`, answers);
    },
    close: () => socket.close(),
  };
}

export interface Member {
  readonly client: RoomClient;
  readonly welcome: Welcome;
  readonly joined: Joined;
}

export async function joinRoom(
  origin: string,
  meeting: MeetingId,
  name: string,
  options: HelloOptions = {},
): Promise<Member> {
  const client = await openRoom(origin, meeting);
  const welcome = await client.hello(options);
  return { client, welcome, joined: await client.join(name) };
}
