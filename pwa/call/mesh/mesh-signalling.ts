import { type CallOption, type MediaConnection, Peer } from 'peerjs';
import type { PeerId, Secret } from '../../../edge/protocol/ids.ts';
import { limits, ping } from '../../../edge/protocol/limits.ts';
import { peerKey } from '../../../edge/protocol/peer-messages.ts';
import type { Clock, Randomness } from '../ports.ts';
import { retryDelayMs } from '../room-line/backoff.ts';

/** Where a room's PeerServer answers; `path` is `/rooms/<meeting id>/`. */
export interface PeerServerAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly path: string;
}

export interface MeshSignallingOptions {
  readonly peer: PeerId;
  readonly ticket: Secret;
  readonly server: PeerServerAddress;
  readonly config: RTCConfiguration;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly on: SignallingHandlers;
}

export interface SignallingHandlers {
  called(connection: MediaConnection): void;
  /** The socket is open, for the first time or again: what could not be dialled before can be now. */
  opened(): void;
}

/** PeerJS and its socket, open from the lobby on. It comes back by itself and never ends a call. */
export interface MeshSignalling {
  /** Null while there is no socket: `opened` follows. */
  call(peer: PeerId, stream: MediaStream, options: CallOption): MediaConnection | null;
  /** For the connections made from now on. */
  setConfig(config: RTCConfiguration): void;
  /** The network changed: find out now whether the socket still works. */
  probe(): void;
  close(): void;
}

const openingMs = 5_000;
const lastingMs = 5_000;
const probeMs = 2_000;
const silenceMs = 2 * limits.pingIntervalMs + 1_000;

export function openMeshSignalling(options: MeshSignallingOptions): MeshSignalling {
  const { clock, random, on } = options;
  let config = options.config;
  let outage = { attempts: 0, since: clock.now() };
  let openSince: number | null = null;
  let answersPings = false;
  let cancelTimer = () => {};

  function startTimer(delayMs: number, run: () => void): void {
    cancelTimer();
    cancelTimer = clock.after(delayMs, run);
  }

  function restart(): void {
    // PeerJS destroys itself when its first opening is refused, and can then only be replaced.
    if (peer.destroyed) peer = openPeer();
    else if (peer.disconnected) peer.reconnect();
    // Connecting into a dead network may hang for minutes.
    startTimer(openingMs, () => peer.disconnect());
  }

  function retryLater(): void {
    const now = clock.now();
    // A server that opens only to close again is as good as down.
    if (openSince !== null && now - openSince > lastingMs) outage = { attempts: 0, since: now };
    openSince = null;
    const { attempts, since } = outage;
    startTimer(retryDelayMs(attempts, now - since, random.fraction()), restart);
    outage = { attempts: attempts + 1, since };
  }

  function opened(): void {
    openSince = clock.now();
    cancelTimer();
    on.opened();
  }

  /** A socket can die without a word. Only a server that answers pings lets one find out. */
  function heard(message: unknown): void {
    answersPings ||= JSON.stringify(message) === ping;
    if (answersPings) startTimer(silenceMs, () => peer.disconnect());
  }

  function openPeer(): Peer {
    const { server } = options;
    const made = new Peer(options.peer, {
      ...server,
      key: peerKey,
      token: options.ticket,
      config,
      pingInterval: limits.pingIntervalMs,
    });
    made.on('open', opened);
    made.on('disconnected', retryLater);
    made.on('call', on.called);
    // Nothing of ours uses data connections; PeerJS would answer one by itself.
    made.on('connection', (connection) => connection.close());
    made.socket.on('message', heard);
    return made;
  }

  let peer = openPeer();
  startTimer(openingMs, () => peer.disconnect());

  return {
    call: (to, stream, options) => (peer.open ? peer.call(to, stream, options) : null),
    setConfig(next) {
      config = next;
      peer.options.config = next;
    },
    probe() {
      if (peer.disconnected) {
        outage = { attempts: 0, since: clock.now() };
        restart();
      } else if (answersPings) {
        peer.socket.send({ type: 'HEARTBEAT' });
        startTimer(probeMs, () => peer.disconnect());
      }
    },
    close() {
      peer.removeAllListeners();
      peer.destroy();
      cancelTimer();
    },
  };
}
