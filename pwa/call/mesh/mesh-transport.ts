import type { MeshInbox, MeshPort, Transport, TransportEvents } from '../transport.ts';
import type { MeshSignalling } from './mesh-signalling.ts';

export interface MeshTransportOptions {
  /** Owned by the transport from here on: closed with it. */
  readonly signalling: MeshSignalling;
  readonly port: MeshPort;
  readonly events: TransportEvents;
}

export function createMeshTransport(_options: MeshTransportOptions): Transport & MeshInbox {
  throw new Error('not written yet');
}
