import type { CommandType } from '../../../../edge/protocol/commands.ts';
import { ping } from '../../../../edge/protocol/limits.ts';
import type { ClientMessage, ServerMessage } from '../../../../edge/protocol/room-messages.ts';
import type { OpenSocket, SocketHandlers } from '../../../../pwa/call/ports.ts';

type SentCommand = Extract<ClientMessage, { type: 'command' }>;

/** One connection, whose other end is the test. */
export interface FakeSocket {
  readonly frames: readonly string[];
  readonly closed: boolean;
  sent<T extends ClientMessage['type']>(type: T): Extract<ClientMessage, { type: T }>[];
  commands(type: CommandType): SentCommand[];
  pings(): number;
  open(): void;
  receive(...messages: ServerMessage[]): void;
  receiveFrame(frame: unknown): void;
  drop(code?: number): void;
}

export interface FakeSockets {
  readonly open: OpenSocket;
  readonly all: readonly FakeSocket[];
  /** The one opened last. */
  latest(): FakeSocket;
}

function createFakeSocket(handlers: SocketHandlers) {
  const frames: string[] = [];
  let closed = false;
  const messages = () =>
    frames.filter((frame) => frame !== ping).map((frame) => JSON.parse(frame) as ClientMessage);
  const sent = <T extends ClientMessage['type']>(type: T) =>
    messages().filter(
      (message): message is Extract<ClientMessage, { type: T }> => message.type === type,
    );
  const fake: FakeSocket = {
    frames,
    get closed() {
      return closed;
    },
    sent,
    commands: (type) => sent('command').filter(({ command }) => command.type === type),
    pings: () => frames.filter((frame) => frame === ping).length,
    open: () => handlers.opened(),
    receive: (...list) => {
      for (const message of list) handlers.received(JSON.stringify(message));
    },
    receiveFrame: (frame) => handlers.received(frame),
    drop(code = 1006) {
      closed = true;
      handlers.closed(code);
    },
  };
  const socket = {
    send: (text: string) => frames.push(text),
    close: () => {
      closed = true;
    },
  };
  return { fake, socket };
}

export function createFakeSockets(): FakeSockets {
  const all: FakeSocket[] = [];
  return {
    all,
    open(handlers) {
      const { fake, socket } = createFakeSocket(handlers);
      all.push(fake);
      return socket;
    },
    latest() {
      const last = all.at(-1);
      if (last === undefined) throw new Error('no socket was opened');
      return last;
    },
  };
}
