import type { ErrorCode } from '../../protocol/errors.ts';
import type { SeatId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { TransportKind, TransportState } from '../../protocol/room-messages.ts';
import type { Capabilities } from '../../protocol/version.ts';
import type { MemberSeat } from './meeting.ts';

/** How media travels, with what the room alone needs to know about it. */
export type Transport = { readonly kind: 'mesh'; readonly epoch: number } | OnServer | Move;

export interface OnServer {
  readonly kind: 'sfu';
  readonly epoch: number;
  readonly cluster: string;
  /** When somebody last came, went, lost their socket or failed. */
  readonly stirredAt: number;
  /** No media server answers. */
  readonly outage?: Outage;
}

export interface Outage {
  readonly tries: number;
  /** When they are asked again. */
  readonly askAt: number;
}

export interface Move {
  readonly kind: 'moving';
  readonly epoch: number;
  readonly from: TransportKind;
  readonly to: TransportKind;
  readonly cluster: string;
  readonly startedAt: number;
  /** Whose turn to publish has not come. */
  readonly queue: readonly SeatId[];
  readonly turn: { readonly seat: SeatId; readonly since: number } | null;
  readonly published: readonly SeatId[];
  readonly ready: readonly SeatId[];
  readonly failed: readonly SeatId[];
  /** Who came in because of the move or during it, the latest last: if it fails, a mesh has no place for them. */
  readonly newcomers: readonly SeatId[];
}

/** How often a mesh was too much for somebody in this meeting, or did not come about. */
export interface Troubles {
  readonly count: number;
  readonly lastAt: number | null;
}

/** What rules may count on: whether there are media servers and recorders, and which server has opened a room for this meeting. */
export interface MediaOutlook {
  readonly isConfigured: boolean;
  readonly openAt: string | null;
  readonly canRecord: boolean;
}

export const noMediaServers: MediaOutlook = {
  isConfigured: false,
  openAt: null,
  canRecord: false,
};

export function transportStateOf(transport: Transport): TransportState {
  const { kind, epoch } = transport;
  return kind === 'moving'
    ? { kind, epoch, from: transport.from, to: transport.to }
    : { kind, epoch };
}

export function clusterOf(transport: Transport): string | null {
  return transport.kind === 'mesh' ? null : transport.cluster;
}

/** Where the call is, or is going. */
export function clusterAhead(transport: Transport): string | null {
  const isLeaving = transport.kind === 'moving' && transport.to === 'mesh';
  return isLeaving ? null : clusterOf(transport);
}

export function canUseMesh(capabilities: Capabilities): boolean {
  return capabilities.includes('mesh');
}

export function canUseMediaServer(capabilities: Capabilities): boolean {
  return capabilities.includes('sfu');
}

export function canMeshCarry(members: readonly MemberSeat[]): boolean {
  return (
    members.length <= limits.meshMembers &&
    members.every(({ page }) => canUseMesh(page.capabilities))
  );
}

/** How many may be in the call once somebody with these capabilities is. */
export function placesFor(
  newcomer: Capabilities,
  transport: Transport,
  members: readonly MemberSeat[],
  { isConfigured }: MediaOutlook,
): number {
  // Whoever cannot connect to the media server would see and hear nobody there.
  if (transport.kind !== 'mesh') return canUseMediaServer(newcomer) ? limits.sfuMembers : 0;
  return isConfigured && allUseMediaServers(newcomer, members)
    ? limits.sfuMembers
    : limits.meshMembers;
}

/** Why there is no place for them: because of how many there are, or because there is no media server. */
export function whyFull(
  newcomer: Capabilities,
  transport: Transport,
  members: readonly MemberSeat[],
  { isConfigured }: MediaOutlook,
): Extract<ErrorCode, 'room-full' | 'no-media-server'> {
  const wouldMove = transport.kind === 'mesh' && allUseMediaServers(newcomer, members);
  return wouldMove && !isConfigured ? 'no-media-server' : 'room-full';
}

function allUseMediaServers(newcomer: Capabilities, members: readonly MemberSeat[]): boolean {
  return [newcomer, ...members.map(({ page }) => page.capabilities)].every(canUseMediaServer);
}
