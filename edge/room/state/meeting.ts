import type { EncryptionState, PublicKey } from '../../protocol/encryption.ts';
import type { PeerId, SeatId, Secret } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import {
  isHosting,
  type MeetingSettings,
  type Participant,
  type Rights,
  type Source,
} from '../../protocol/people.ts';
import type { Consent, Recorded } from '../../protocol/recording.ts';
import type { Capabilities } from '../../protocol/version.ts';
import type { Recording } from '../recording-state.ts';
import type { Transport, Troubles } from './transport.ts';

export interface Bearer {
  readonly token: Secret;
  readonly expiresAt: number;
}

/** What a room remembers of itself. */
export interface Meeting {
  readonly settings: MeetingSettings;
  readonly createdAt: number;
  /** Whoever shows it is the creator. */
  readonly creator: Bearer;
  readonly transport: Transport;
  readonly troubles: Troubles;
  readonly encryption: Encryption;
  /** Until its recorder has let go of the call. */
  readonly recording: Recording | null;
  /** When a recorder was last asked for: no two recordings are named alike. */
  readonly lastTakeAt: number;
  /** Near whom it was created, in Cloudflare's terms; null when that is not known. */
  readonly region: string | null;
  /** When the last seat was given up; null while anybody has one. */
  readonly emptySince: number | null;
}

export interface Encryption extends EncryptionState {
  /** When this generation began. */
  readonly raisedAt: number;
}

/** One loading of the app in one seat: its address in PeerJS and what opens PeerJS's socket for it. */
export interface Page {
  readonly peer: PeerId;
  readonly ticket: Secret;
  readonly capabilities: Capabilities;
  readonly publicKey?: PublicKey;
}

/** How somebody was in when they left, or were lost. */
export interface Departure {
  readonly at: number;
  readonly role: 'cohost' | 'participant';
  readonly rights: Rights;
}

interface SeatBase {
  readonly id: SeatId;
  readonly secret: Secret;
  /** Came with the creator's token: is a host whenever they join. */
  readonly isCreator: boolean;
  readonly pagesOpened: number;
  /** A page that is on its pre-join screen; it takes the seat over when it joins, not before. */
  readonly opening: Page | null;
  /** Absent unless they were in a moment ago, by right: then they come straight back, as what they were. */
  readonly departure?: Departure;
  /** For REST; null for a seat that came over the socket. */
  readonly bearer: Bearer | null;
}

/** Has an address, is nobody yet. */
export interface LobbySeat extends SeatBase {
  readonly stage: 'lobby';
}

interface NamedSeat extends SeatBase {
  readonly page: Page;
  readonly name: string;
  readonly joinedAt: number;
  readonly peerSince: number;
  /** When its socket was lost; null while it is connected. */
  readonly awaySince: number | null;
}

export interface WaitingSeat extends NamedSeat {
  readonly stage: 'waiting';
  /** A host removed them before: if they give up knocking, that is still remembered. */
  readonly wasRemoved: boolean;
  /** What they answered in the lobby of a call that is recorded. */
  readonly consent?: Consent | undefined;
}

export interface MemberSeat extends NamedSeat {
  readonly stage: 'member';
  readonly role: 'host' | 'cohost' | 'participant';
  readonly rights: Rights;
  readonly publishing: readonly Source[];
  readonly handRaisedAt: number | null;
  /** Absent while nothing is recorded. */
  readonly recorded?: Recorded;
}

/** Kept so that its browser is recognised and has to knock. */
export interface RemovedSeat extends SeatBase {
  readonly stage: 'removed';
}

export type Seat = LobbySeat | WaitingSeat | MemberSeat | RemovedSeat;
/** Seen by others. */
export type PresentSeat = WaitingSeat | MemberSeat;

export function participantOf(seat: PresentSeat): Participant {
  const shown = {
    seat: seat.id,
    peer: seat.page.peer,
    name: seat.name,
    joinedAt: seat.joinedAt,
    peerSince: seat.peerSince,
    awaySince: seat.awaySince,
    ...(seat.page.publicKey && { publicKey: seat.page.publicKey }),
  };
  return seat.stage === 'member'
    ? {
        ...shown,
        role: seat.role,
        rights: seat.rights,
        publishing: [...seat.publishing],
        handRaisedAt: seat.handRaisedAt,
        ...(seat.recorded && { recorded: seat.recorded }),
      }
    : { ...shown, role: 'waiting', rights: allRights, publishing: [], handRaisedAt: null };
}

export const allRights: Rights = { speak: true, show: true, share: true };

/** In the order in which they came, as are those who wait: after a wake, storage knows no other. */
export function membersOf(seats: Iterable<Seat>): MemberSeat[] {
  return [...seats].filter((seat) => seat.stage === 'member').sort(byArrival);
}

export function waitingOf(seats: Iterable<Seat>): WaitingSeat[] {
  return [...seats].filter((seat) => seat.stage === 'waiting').sort(byArrival);
}

function byArrival(a: PresentSeat, b: PresentSeat): number {
  return a.joinedAt - b.joinedAt || (a.id < b.id ? -1 : 1);
}

export function isHostingSeat(seat: Seat | undefined): seat is MemberSeat {
  return seat?.stage === 'member' && isHosting(seat.role);
}

export type Entry = 'open' | 'knock' | 'full';

/** What joining leads to. The order matters: a member who reloads is let in whatever happened since. */
export function entryFor(
  seat: Seat,
  taken: number,
  places: number,
  settings: MeetingSettings,
  now: number,
): Entry {
  if (seat.stage === 'member') return 'open';
  if (taken >= places) return 'full';
  if (seat.isCreator) return 'open';
  if (settings.locked || wasRemoved(seat)) return 'knock';
  return settings.waitingRoom && !mayComeBack(seat, now) ? 'knock' : 'open';
}

/** For as long as a seat is kept for somebody whose connection is gone. */
export function mayComeBack({ departure }: Pick<Seat, 'departure'>, now: number): boolean {
  return departure !== undefined && now < departure.at + limits.seatGraceMs;
}

export function wasRemoved(seat: Seat): boolean {
  return seat.stage === 'removed' || (seat.stage === 'waiting' && seat.wasRemoved);
}

/** Whether somebody is there who could let in those who knock. */
export function hasHostHere(seats: Iterable<Seat>): boolean {
  for (const seat of seats) if (isHostingSeat(seat) && seat.awaySince === null) return true;
  return false;
}

export function isPresent(seat: Seat | undefined): seat is PresentSeat {
  return seat?.stage === 'waiting' || seat?.stage === 'member';
}

/**
 * The written rule of succession: when no host is left, the co-host who has been here longest becomes the
 * host, else the participant who has been here longest; those who are connected come before those who are
 * away. The creator's token makes its bearer a host again at any time.
 */
export function nextHost(seats: Iterable<Seat>): MemberSeat | undefined {
  const members = membersOf(seats);
  if (members.some((seat) => seat.role === 'host')) return undefined;
  const rank = (seat: MemberSeat) =>
    (seat.awaySince === null ? 0 : 2) + (seat.role === 'cohost' ? 0 : 1);
  return members.sort((a, b) => rank(a) - rank(b))[0];
}

/** The pages through which a seat can be reached: the one that others see, and one that is about to join. */
export function pagesOf(seat: Seat): Page[] {
  const present = isPresent(seat) ? [seat.page] : [];
  return seat.opening === null ? present : [...present, seat.opening];
}

export function baseOf(seat: Seat): SeatBase {
  const { id, secret, isCreator, pagesOpened, opening, bearer, departure } = seat;
  return {
    ...{ id, secret, isCreator, pagesOpened, opening, bearer },
    ...(departure && { departure }),
  };
}

export function removedSeat(seat: PresentSeat): RemovedSeat {
  return { ...withoutDeparture(baseOf(seat)), stage: 'removed', isCreator: false };
}

export function lobbySeat(seat: PresentSeat): LobbySeat {
  return { ...baseOf(seat), stage: 'lobby' };
}

export function leaverSeat(seat: MemberSeat, now: number): LobbySeat {
  const role = seat.role === 'cohost' ? 'cohost' : 'participant';
  return { ...lobbySeat(seat), bearer: null, departure: { at: now, role, rights: seat.rights } };
}

/** The seat, or what it has in common with others, once its leaving is forgotten: it comes in as a stranger's. */
export function withoutDeparture<T extends SeatBase>(seat: T): Omit<T, 'departure'> {
  const { departure: _, ...rest } = seat;
  return rest;
}
