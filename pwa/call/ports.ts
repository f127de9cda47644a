import type { ReadonlySignal } from '@preact/signals-core';
import type { MeetingId, SeatId, Secret } from '../../edge/protocol/ids.ts';
import type { IceServers, MediaServer } from '../../edge/protocol/room-messages.ts';
import type { LocalMedia } from './capture/local-media.ts';
import type { Keeper, KeeperPorts } from './keys/keeper.ts';
import type { FrameKeys } from './keys/key-ring.ts';
import type { SeatStore } from './room-line/seat-store.ts';
import type { MeshInbox, MeshPort, Transport, TransportEvents } from './transport/transport.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once, later; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export interface Randomness {
  bytes(length: number): Uint8Array;
  /** From 0 up to, not including, 1. */
  fraction(): number;
}

/** One connection of a WebSocket. After `closed` it is silent for good. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketHandlers {
  opened(): void;
  received(frame: unknown): void;
  closed(code: number): void;
}

export type OpenSocket = (handlers: SocketHandlers) => Socket;

/** What the browser says about the network and about sleep. */
export interface Lifecycle {
  isOnline(): boolean;
  /** Calls `wake` when the network is back or the page is shown again; the answer unsubscribes. */
  subscribe(wake: () => void): () => void;
}

export type Log = (
  event: string,
  fields?: Readonly<Record<string, string | number | boolean | null>>,
) => void;

export interface TransportOptions {
  readonly meeting: MeetingId;
  /** Lets `port.self.peer`, and nobody else, into the room's PeerServer. */
  readonly ticket: Secret;
  /** As the room gave them just now; `port.iceServers()` renews them. */
  readonly ice: IceServers;
  readonly events: TransportEvents;
  readonly port: MeshPort;
}

/** A promise, so that an implementation may load its code when a call first needs it. */
export type StartMesh = (options: TransportOptions) => Promise<Transport & MeshInbox>;

export interface SfuOptions {
  readonly self: SeatId;
  /** What media are sealed with; null for a call that is not end-to-end encrypted. */
  readonly keys: ReadonlySignal<FrameKeys | null>;
  readonly server: MediaServer;
  readonly events: TransportEvents;
  /** The call was there a moment ago: an attempt that hangs is given up for a fresh one. */
  readonly hurried: boolean;
  /** More pictures than that are not received at once; 49 unless it says otherwise. */
  readonly mostPictures?: number;
  /** Pictures wait for their sound. */
  readonly inStep?: boolean;
  /** What the server's owner has written on us: at first, and whenever it changes. */
  readonly onMetadata?: (metadata: string | undefined) => void;
  /** The server has gone, or let go of us for good: only another start can help. */
  readonly lost: () => void;
}

/** Resolves once it is connected; rejects when the server cannot be reached, or lets nobody in. */
export type StartSfu = (options: SfuOptions) => Promise<Transport>;

export interface Transports {
  /** Started in the lobby already, before `setPeople`, so that it can warm up. */
  readonly mesh: StartMesh;
  readonly sfu: StartSfu;
  /** False where the browser cannot seal media, without which there is no media server for it. */
  readonly canEncrypt: boolean;
  startKeeper(ports: KeeperPorts): Promise<Keeper>;
  /** The call is about to outgrow a mesh: get the code for what comes after it. */
  preloadSfu(): void;
}

/** Everything impure that a call needs; `compose.ts` makes them from the browser, tests from fakes. */
export interface CallPorts {
  readonly meeting: MeetingId;
  /** Connects to the room's socket of `meeting`. */
  readonly openSocket: OpenSocket;
  readonly transports: Transports;
  /** Belongs to the call from here on: it closes with it. */
  readonly local: LocalMedia;
  readonly seats: SeatStore;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly lifecycle: Lifecycle;
  readonly log: Log;
}
