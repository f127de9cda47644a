import type { MediaConnection } from 'peerjs';
import type { PeerId, Secret } from '../../../edge/protocol/ids.ts';
import type { IceServers } from '../../../edge/protocol/room-messages.ts';

export interface MeshSignallingOptions {
  /** As `welcome` gives it. */
  readonly peer: { readonly id: PeerId; readonly ticket: Secret };
  /** Where the room's PeerServer is; `path` is `/rooms/<meeting id>/`. */
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    readonly path: string;
  };
  readonly iceServers: IceServers['servers'];
  /** Merged into every connection's configuration: how a deployment, or a test, forces relays. */
  readonly rtcConfig?: RTCConfiguration;
}

export interface SignallingListener {
  call(connection: MediaConnection): void;
  /** The socket is (again) open: what could not be dialled before can be now. */
  open(): void;
}

/** PeerJS's socket, kept open from the lobby on; it comes back by itself and never ends a call. */
export interface MeshSignalling {
  /** Null while there is no socket: `open` follows. */
  call(peer: PeerId, stream: MediaStream): MediaConnection | null;
  listen(listener: SignallingListener): void;
  setIceServers(servers: IceServers['servers']): void;
  /** Do not wait for a silent socket to be noticed: open a new one now. */
  reconnect(): void;
  close(): void;
}

export function openMeshSignalling(_options: MeshSignallingOptions): MeshSignalling {
  throw new Error('not written yet');
}
