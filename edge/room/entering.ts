import type { PeerId, SeatId } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import { maySend, type Source } from '../protocol/people.ts';
import type { Random } from '../random.ts';
import { type Draft, Refusal } from './draft.ts';
import {
  allRights,
  entryFor,
  isHostingSeat,
  isPresent,
  type LobbySeat,
  type MemberSeat,
  nextHost,
  type Page,
  type PresentSeat,
  type Seat,
  type WaitingSeat,
  wasRemoved,
} from './state.ts';

/** Seats of removed people are kept for the life of the room, but not without end. */
const maxSeats = 1_000;

export interface Introduction {
  readonly name: string;
  readonly publishing: readonly Source[];
}

export function newSeat(draft: Draft, random: Random): LobbySeat {
  if (draft.seats.size >= maxSeats) throw new Refusal('rate-limited');
  return draft.put({
    stage: 'lobby',
    id: freeSeatId(draft, random),
    secret: random.secret(),
    isCreator: false,
    pagesOpened: 0,
    opening: null,
    bearer: null,
  });
}

function freeSeatId(draft: Draft, random: Random): SeatId {
  for (;;) {
    const id = random.seatId();
    if (!draft.seats.has(id)) return id;
  }
}

/** A page comes to the seat's pre-join screen. Whoever is in the call on this seat stays until it joins. */
export function openPage(draft: Draft, seat: Seat, random: Random, isCreator: boolean): Page {
  const pagesOpened = seat.pagesOpened + 1;
  const opening = { peer: `${seat.id}-${pagesOpened}` as PeerId, ticket: random.secret() };
  draft.put({ ...seat, pagesOpened, opening, isCreator: seat.isCreator || isCreator });
  return opening;
}

/** A page says `join`. What it is told follows from the stage that its seat is then in. */
export function enter(draft: Draft, seat: Seat, page: Page, as: Introduction): PresentSeat {
  switch (entryFor(seat, draft.seats.values(), draft.meeting.settings)) {
    case 'full':
      throw new Refusal('room-full');
    case 'locked':
      throw new Refusal('locked');
    case 'knock':
      return knock(draft, seat, page, as.name);
    case 'open':
      return becomeMember(draft, seat, page, as);
  }
}

function knock(draft: Draft, seat: Seat, page: Page, name: string): WaitingSeat {
  const waiting: WaitingSeat = {
    ...baseOf(seat),
    page,
    stage: 'waiting',
    wasRemoved: wasRemoved(seat),
    name,
    joinedAt: isPresent(seat) ? seat.joinedAt : draft.now,
    peerSince: draft.now,
    awaySince: null,
  };
  replacePage(draft, seat, page);
  draft.show(waiting);
  draft.deliveries.push({ kind: 'tell', peer: page.peer, message: { type: 'waiting' } });
  return waiting;
}

export function becomeMember(draft: Draft, seat: Seat, page: Page, as: Introduction): MemberSeat {
  const before = seat.stage === 'member' ? seat : undefined;
  const standing = {
    role: seat.isCreator ? ('host' as const) : (before?.role ?? ('participant' as const)),
    rights: before?.rights ?? allRights,
  };
  const member: MemberSeat = {
    ...baseOf(seat),
    ...standing,
    page,
    stage: 'member',
    name: as.name,
    joinedAt: before?.joinedAt ?? draft.now,
    peerSince: draft.now,
    publishing: as.publishing.filter((source) => maySend(source, standing, draft.meeting.settings)),
    handRaisedAt: before?.handRaisedAt ?? null,
    awaySince: null,
  };
  draft.meeting = { ...draft.meeting, emptySince: null };
  replacePage(draft, seat, page);
  draft.show(member);
  draft.deliveries.push({ kind: 'joined', peer: page.peer });
  return member;
}

function baseOf(seat: Seat) {
  const { id, secret, isCreator, pagesOpened, bearer } = seat;
  return { id, secret, isCreator, pagesOpened, bearer, opening: null };
}

function replacePage(draft: Draft, seat: Seat, page: Page): void {
  if (!isPresent(seat) || seat.page.peer === page.peer) return;
  draft.deliveries.push({ kind: 'drop', peer: seat.page.peer, code: 'seat-taken' });
  draft.deliveries.push({ kind: 'peer-left', peer: seat.page.peer });
}

/** Somebody's place is given up for good; hosting passes on and an empty room starts to age. */
export function settleAfterLeaving(draft: Draft, leaver: Seat): void {
  if (leaver.stage !== 'member') return;
  if (leaver.role === 'host') passHostingOn(draft);
  const someoneStays = [...draft.seats.values()].some((seat) => seat.stage === 'member');
  if (!someoneStays) draft.meeting = { ...draft.meeting, emptySince: draft.now };
}

function passHostingOn(draft: Draft): void {
  const heir = nextHost(draft.seats.values());
  if (heir === undefined) return;
  const knewWaiting = isHostingSeat(heir);
  const host: MemberSeat = { ...heir, role: 'host' };
  draft.show(host);
  if (!knewWaiting) draft.revealWaitingTo(host);
}

/** A page's socket is gone. A seat that others see stays for a while; a pre-join page leaves nothing. */
export function pageGone(draft: Draft, seat: Seat, peer: PeerId): void {
  if (isPresent(seat) && seat.page.peer === peer) {
    draft.show({ ...seat, awaySince: draft.now });
  } else if (seat.opening?.peer === peer) {
    if (seat.stage === 'lobby') draft.delete(seat.id);
    else draft.put({ ...seat, opening: null });
  }
}

export function pageBack(draft: Draft, seat: PresentSeat): void {
  if (seat.awaySince !== null) draft.show({ ...seat, awaySince: null });
}

/** Seats whose people did not come back in time. */
export function expireSeats(draft: Draft): void {
  for (const seat of [...draft.seats.values()]) {
    if (!isPresent(seat) || seat.awaySince === null) continue;
    if (draft.now < seat.awaySince + limits.seatGraceMs) continue;
    draft.takeOut(seat, 'lost', 'silent-too-long');
    settleAfterLeaving(draft, seat);
  }
}
