import * as v from 'valibot';
import type { Command } from '../../../edge/protocol/commands.ts';
import type { ErrorCode } from '../../../edge/protocol/errors.ts';
import type { MeetingId } from '../../../edge/protocol/ids.ts';
import { ping } from '../../../edge/protocol/limits.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import {
  ClientMessage,
  type Hello,
  type Joined,
  type NumberedEvent,
  type RoomEvent,
  readServerFrame,
  type ServerMessage,
  type Welcome,
} from '../../../edge/protocol/room-messages.ts';
import { createInbox, type Inbox } from '../../support/inbox.ts';
import { type Closing, openSocket, type TestSocket } from './sockets.ts';

type MessageOf<K extends ServerMessage['type']> = Extract<ServerMessage, { type: K }>;
export type EventOf<K extends RoomEvent['type']> = Extract<RoomEvent, { type: K }>;
export type HelloOptions = Partial<Omit<v.InferInput<typeof Hello>, 'type'>>;

/** Speaks the room's protocol; whatever it hears must fit the schemas. */
export interface RoomClient {
  readonly messages: Inbox<ServerMessage>;
  /** What came inside `events`, one by one. */
  readonly events: Inbox<NumberedEvent>;
  readonly closed: Promise<Closing>;
  send(message: v.InferInput<typeof ClientMessage>): void;
  sendRaw(frame: string | ArrayBuffer): void;
  /** Resolves with the automatic answer. */
  ping(): Promise<string>;
  take<K extends ServerMessage['type']>(type: K): Promise<MessageOf<K>>;
  takeEvent<K extends RoomEvent['type']>(
    type: K,
    fits?: (event: EventOf<K>) => boolean,
  ): Promise<EventOf<K>>;
  hello(options?: HelloOptions): Promise<Welcome>;
  join(name: string, publishing?: readonly Source[]): Promise<Joined>;
  /** What the room made of it: `done`, or why not. */
  command(command: Command, id?: string): Promise<'done' | ErrorCode>;
  /** Everything that the room had for this client until now has arrived. */
  caughtUp(): Promise<void>;
  /** The error that the room closed this socket with; the close code must say the same. */
  closedWith(): Promise<{ readonly code: number; readonly error: ErrorCode }>;
  lose(): void;
}

export async function openRoom(meeting: MeetingId): Promise<RoomClient> {
  const messages = createInbox<ServerMessage>('a room client');
  const events = createInbox<NumberedEvent>('a room client');
  const pings = createInbox<string>('a room client');
  const end = (why: string) => {
    for (const inbox of [messages, events, pings]) inbox.end(why);
  };
  const socket = await openSocket(`/rooms/${meeting}/socket`, {
    frame: (frame) => {
      const outcome = readServerFrame(frame);
      if (outcome.kind === 'ping') return pings.put(frame);
      if (outcome.kind !== 'message') return end(`a frame outside the protocol came: ${frame}`);
      messages.put(outcome.message);
      if (outcome.message.type === 'events') outcome.message.events.forEach(events.put);
    },
    closed: ({ code, reason }) => end(`the socket closed (${code} ${reason})`),
  });
  return {
    ...talk(socket, messages, events),
    messages,
    events,
    ping: () => {
      socket.send(ping);
      return pings.take('the answer to a ping', (frame) => frame === ping);
    },
  };
}

function talk(socket: TestSocket, messages: Inbox<ServerMessage>, events: Inbox<NumberedEvent>) {
  let commands = 0;
  const send: RoomClient['send'] = (message) =>
    socket.send(JSON.stringify(v.parse(ClientMessage, message)));
  const take: RoomClient['take'] = (type) =>
    messages.take(type, (message) => message.type === type) as Promise<never>;
  const takeEvent: RoomClient['takeEvent'] = async (type, fits) => {
    const matches = ({ event }: NumberedEvent) =>
      event.type === type && (fits?.(event as never) ?? true);
    return (await events.take(`an event ${type}`, matches)).event as never;
  };
  return {
    closed: socket.closed,
    send,
    take,
    takeEvent,
    sendRaw: socket.send,
    lose: socket.lose,
    hello: (options: HelloOptions = {}) => {
      send({ type: 'hello', version: 1, capabilities: ['mesh'], ...options });
      return take('welcome');
    },
    join: (name: string, publishing: readonly Source[] = []) => {
      send({ type: 'join', name, publishing: [...publishing] });
      return take('joined');
    },
    command: async (command: Command, id = `c${++commands}`) => {
      send({ type: 'command', id, command });
      const answer = await messages.take(
        `an answer to ${command.type}`,
        (message) => 'id' in message && message.id === id,
      );
      return answer.type === 'refused' ? answer.error.code : 'done';
    },
    caughtUp: async () => {
      // Answered in its turn, by members and strangers alike.
      socket.send('{"type":"join"}');
      await messages.take(
        'the answer to a bad message',
        (message) => message.type === 'refused' && message.id === null,
      );
    },
    closedWith: async () => {
      const { error } = await take('closing');
      const { code } = await socket.closed;
      return { code, error: error.code };
    },
  };
}
