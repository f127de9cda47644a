import * as v from 'valibot';
import type { Command } from '../../../edge/protocol/commands.ts';
import { errorOfCloseCode } from '../../../edge/protocol/errors.ts';
import { CommandId } from '../../../edge/protocol/ids.ts';
import type { ClientMessage, ServerMessage, Want } from '../../../edge/protocol/room-messages.ts';
import { CallError, endsCall } from '../../meetings/call-error.ts';
import type { EndReason } from '../model/call-state.ts';
import type { CallPorts } from '../ports.ts';
import { textOfBytes } from '../random-text.ts';
import { attemptTimeoutMs, retryDelayMs } from './backoff.ts';
import { type Connection, createConnection, silentCloseCode } from './connection.ts';
import { createOutbox, type PendingCommand } from './outbox.ts';
import { createServerClock } from './server-clock.ts';

/** What the call hears; the rest is between the socket and the room. */
export type RoomMessage = Exclude<ServerMessage, { type: 'done' | 'closing' }>;

export type Hello = Extract<ClientMessage, { type: 'hello' }>;

export interface RoomSocketHandlers {
  /** How the page introduces itself now; asked on every connection. */
  hello(): Hello;
  message(message: RoomMessage): void;
  /** The connection is gone; another is on its way. */
  lost(): void;
  /** For good, and not by `close`. */
  ended(reason: EndReason): void;
}

/** The page's lasting line to the room, over as many connections as it takes. */
export interface RoomSocket {
  /** Now or never: what must outlive a lost connection is a command. */
  send(message: ClientMessage): void;
  /** Resolves when the room has done it, however many connections that takes. */
  command(command: Command): Promise<void>;
  /** The room forgets wants with the connection, so they are said again on each. */
  want(wants: readonly Want[]): void;
  /** The network changed, or the machine woke up. */
  recover(): void;
  serverOffsetMs(): number;
  /** Tells the room, if it can be told, and closes without waiting for an answer. */
  leave(): void;
  close(reason: EndReason): void;
}

export type RoomSocketPorts = Pick<
  CallPorts,
  'openSocket' | 'clock' | 'random' | 'lifecycle' | 'log'
>;

/** Without a first welcome by then, somebody who waits should be told. */
const firstWelcomeMs = 10_000;
/** A connection that lasted this long was a good one; what comes after it is a new outage. */
const steadyMs = 5_000;
/** An attempt that is younger than this deserves its chance even when the network changes. */
const freshAttemptMs = 1_000;
const commandIdBytes = 9;

/** The link as it is now: at most one connection, or a pause before the next. */
type Link =
  | { readonly status: 'pausing'; readonly cancel: () => void }
  | { readonly status: 'connecting'; readonly connection: Connection; readonly since: number }
  | {
      readonly status: 'up';
      readonly connection: Connection;
      readonly since: number;
      /** The room knows this connection as a member's, and takes commands from it. */
      readonly attached: boolean;
    }
  | { readonly status: 'closed'; readonly reason: EndReason };

export function createRoomSocket(ports: RoomSocketPorts, handlers: RoomSocketHandlers): RoomSocket {
  const { openSocket, clock, random, lifecycle, log } = ports;
  const outbox = createOutbox(makeCommandId);
  const serverClock = createServerClock();
  let wants: readonly Want[] = [];
  let attempt = 0;
  let outageSince = clock.now();
  let usualMs: number | undefined;
  const cancelGiveUp = clock.after(firstWelcomeMs, () =>
    end(lifecycle.isOnline() ? 'unreachable' : 'offline'),
  );
  let link: Link = connect();

  function makeCommandId(): CommandId {
    return v.parse(CommandId, textOfBytes(random.bytes(commandIdBytes)));
  }

  function connect(): Link {
    const since = clock.now();
    let helloAt = since;
    const connection = createConnection(
      { openSocket, clock, log, timeoutMs: attemptTimeoutMs(since - outageSince, usualMs) },
      {
        opened() {
          helloAt = clock.now();
          connection.send(handlers.hello());
        },
        message(message) {
          if (message.type === 'welcome' || message.type === 'resumed') {
            cancelGiveUp();
            usualMs = clock.now() - since;
            serverClock.heard(helloAt, clock.now(), message.now);
            link = { status: 'up', connection, since: clock.now(), attached: false };
          }
          receive(message);
        },
        lost,
      },
    );
    attempt += 1;
    return { status: 'connecting', connection, since };
  }

  function receive(message: ServerMessage): void {
    switch (message.type) {
      case 'done':
        return outbox.done(message.id);
      case 'closing':
        return endsCall(message.error.code) ? end(message.error.code) : drop();
      case 'refused':
        if (message.id !== null) outbox.refused(message.id, message.error.code);
        return handlers.message(message);
      case 'joined':
        // What is in the chat already has arrived, if perhaps from a seat that we no longer have.
        for (const { id } of message.chat) outbox.done(id);
        attach();
        return handlers.message(message);
      case 'resumed':
        attach();
        return handlers.message(message);
      case 'welcome':
        outbox.keepWords();
        return handlers.message(message);
      case 'waiting':
      case 'events':
      case 'wanted':
      case 'signal':
      case 'ice':
      case 'media-server':
      case 'your-turn':
      case 'key-asked':
      case 'key-given':
      case 'recording-link':
      case 'recorder-welcome':
        return handlers.message(message);
    }
  }

  function attach(): void {
    if (link.status !== 'up' || link.attached) return;
    link = { ...link, attached: true };
    outbox.pending().forEach(post);
    if (wants.length > 0) sendWants();
  }

  function send(message: ClientMessage): void {
    if (link.status === 'up') link.connection.send(message);
  }

  function post({ id, command }: PendingCommand): void {
    send({ type: 'command', id, command });
  }

  function sendWants(): void {
    send({ type: 'want', wants: [...wants] });
  }

  function isAttached(): boolean {
    return link.status === 'up' && link.attached;
  }

  function lost(closeCode: number): void {
    const code = errorOfCloseCode(closeCode);
    if (code !== undefined && endsCall(code)) return end(code);
    log('room-socket-lost', { closeCode, attempt });
    if (link.status === 'up' && clock.now() - link.since >= steadyMs) beginOutage();
    const periodMs = retryDelayMs(attempt, clock.now() - outageSince, random.fraction());
    // An attempt that hung has used up its pause already.
    const spentMs = link.status === 'connecting' ? clock.now() - link.since : 0;
    const delayMs = Math.max(0, periodMs - spentMs);
    link = { status: 'pausing', cancel: clock.after(delayMs, reconnect) };
    handlers.lost();
  }

  function reconnect(): void {
    link = connect();
  }

  function beginOutage(): void {
    attempt = 0;
    outageSince = clock.now();
  }

  function letGo(): void {
    if (link.status === 'pausing') link.cancel();
    else if (link.status !== 'closed') link.connection.close();
  }

  function drop(): void {
    letGo();
    lost(silentCloseCode);
  }

  function close(reason: EndReason): void {
    cancelGiveUp();
    letGo();
    link = { status: 'closed', reason };
    outbox.close(reason);
  }

  function end(reason: EndReason): void {
    close(reason);
    handlers.ended(reason);
  }

  return {
    send,
    command(command) {
      if (link.status === 'closed') return Promise.reject(new CallError(link.reason));
      const { pending, answered } = outbox.add(command);
      if (isAttached()) post(pending);
      return answered;
    },
    want(next) {
      wants = next;
      if (isAttached()) sendWants();
    },
    recover() {
      if (link.status === 'up') return link.connection.probe();
      if (link.status === 'closed') return;
      if (link.status === 'connecting' && clock.now() - link.since < freshAttemptMs) return;
      letGo();
      beginOutage();
      reconnect();
    },
    serverOffsetMs: serverClock.offsetMs,
    leave() {
      post({ id: makeCommandId(), command: { type: 'leave' } });
      close('left');
    },
    close,
  };
}
