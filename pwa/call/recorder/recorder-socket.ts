import { errorOfCloseCode } from '../../../edge/protocol/errors.ts';
import type { Secret } from '../../../edge/protocol/ids.ts';
import type {
  ClientMessage,
  ClientMessageOf,
  ServerMessage,
} from '../../../edge/protocol/room-messages.ts';
import { protocolVersions } from '../../../edge/protocol/version.ts';
import { endsCall } from '../../meetings/call-error.ts';
import type { CallPorts } from '../ports.ts';
import { attemptTimeoutMs, retryDelayMs } from '../room-line/backoff.ts';
import { type Connection, createConnection, silentCloseCode } from '../room-line/connection.ts';

export type RecorderMessage = Extract<
  ServerMessage,
  { type: 'recorder-welcome' | 'joined' | 'events' | 'key-given' }
>;

export interface RecorderSocketPorts extends Pick<CallPorts, 'openSocket' | 'clock' | 'log'> {
  readonly random: Pick<CallPorts['random'], 'fraction'>;
  /** Good for one connection; the room gives another with each. */
  readonly ticket: Secret;
  readonly publicKey: ClientMessageOf<'recorder-hello'>['publicKey'];
}

export interface RecorderSocketHandlers {
  message(message: RecorderMessage): void;
  /** The room has no more use for a recorder. */
  ended(): void;
}

/** The recorder's line to the room: it listens, and says little. */
export interface RecorderSocket {
  send(message: ClientMessage): void;
  close(): void;
}

export function createRecorderSocket(
  { openSocket, clock, random, log, publicKey, ...ports }: RecorderSocketPorts,
  handlers: RecorderSocketHandlers,
): RecorderSocket {
  let { ticket } = ports;
  let attempt = 0;
  let outageSince = clock.now();
  let isOpen = true;
  let cancelRetry = (): void => {};
  let connection = connect();

  function connect(): Connection {
    attempt += 1;
    const timeoutMs = attemptTimeoutMs(clock.now() - outageSince, undefined);
    return createConnection(
      { openSocket, clock, log, timeoutMs },
      {
        opened() {
          const version = protocolVersions.current;
          connection.send({ type: 'recorder-hello', version, ticket, publicKey });
        },
        message: receive,
        lost,
      },
    );
  }

  function receive(message: ServerMessage): void {
    switch (message.type) {
      case 'recorder-welcome':
        ticket = message.ticket;
        attempt = 0;
        return handlers.message(message);
      case 'joined':
      case 'events':
      case 'key-given':
        return handlers.message(message);
      case 'closing':
        return endsCall(message.error.code) ? end() : giveUp();
      default:
        // What is for people is not for it.
        return;
    }
  }

  function lost(closeCode: number): void {
    const code = errorOfCloseCode(closeCode);
    if (code !== undefined && endsCall(code)) return end();
    log('recorder-socket-lost', { closeCode, attempt });
    if (attempt === 0) outageSince = clock.now();
    const delayMs = retryDelayMs(attempt, clock.now() - outageSince, random.fraction());
    cancelRetry = clock.after(delayMs, () => {
      connection = connect();
    });
  }

  function giveUp(): void {
    connection.close();
    lost(silentCloseCode);
  }

  function close(): void {
    isOpen = false;
    cancelRetry();
    connection.close();
  }

  function end(): void {
    if (!isOpen) return;
    close();
    handlers.ended();
  }

  return { send: (message) => connection.send(message), close };
}
