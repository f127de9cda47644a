import { ping } from '../../../edge/protocol/limits.ts';
import type { ClientMessage, ServerMessage } from '../../../edge/protocol/room-messages.ts';
import { readServerFrame } from '../../../edge/protocol/room-messages.ts';
import type { Clock, Log, OpenSocket } from '../ports.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';

/** Close codes are the room's; this stands for a connection that we gave up ourselves. */
export const silentCloseCode = 1006;

export interface ConnectionOptions {
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  readonly log: Log;
  /** The room must have spoken by then. */
  readonly timeoutMs: number;
}

export interface ConnectionHandlers {
  opened(): void;
  message(message: ServerMessage): void;
  /** Once, and the last that is heard of it; not after `close`. */
  lost(closeCode: number): void;
}

export interface Connection {
  send(message: ClientMessage): void;
  probe(): void;
  close(): void;
}

/** One socket from its opening to its end, with typed messages and a pulse. It never comes back. */
export function createConnection(
  { openSocket, clock, log, timeoutMs }: ConnectionOptions,
  handlers: ConnectionHandlers,
): Connection {
  let over = false;
  let open = false;
  let heartbeat: Heartbeat | undefined;
  const cancelTimeout = clock.after(timeoutMs, giveUp);

  const socket = openSocket({
    opened() {
      if (over) return;
      open = true;
      handlers.opened();
    },
    received(frame) {
      if (over) return;
      cancelTimeout();
      heartbeat ??= createHeartbeat(clock, () => socket.send(ping), giveUp);
      heartbeat.heard();
      read(frame);
    },
    closed(code) {
      if (stop()) handlers.lost(code);
    },
  });

  function read(frame: unknown): void {
    const outcome = readServerFrame(frame);
    switch (outcome.kind) {
      case 'message':
        return handlers.message(outcome.message);
      case 'unknown':
        return log('room-message-unknown', { type: outcome.type });
      case 'bad':
        return log('room-message-bad');
      case 'ping':
        return;
    }
  }

  function stop(): boolean {
    if (over) return false;
    over = true;
    cancelTimeout();
    heartbeat?.stop();
    return true;
  }

  function close(): void {
    if (stop()) socket.close();
  }

  function giveUp(): void {
    close();
    handlers.lost(silentCloseCode);
  }

  return {
    send(message) {
      if (open && !over) socket.send(JSON.stringify(message));
    },
    probe: () => heartbeat?.probe(),
    close,
  };
}
