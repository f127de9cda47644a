import { type PeerId, type SeatId, seatOfPeer } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { maySend, type Source } from '../../protocol/people.ts';
import type { Consent } from '../../protocol/recording.ts';
import type { ServerMessage } from '../../protocol/room-messages.ts';
import type { Capabilities } from '../../protocol/version.ts';
import type { Random } from '../../secrets/random.ts';
import { answerIn } from '../recording-state.ts';
import {
  allRights,
  baseOf,
  entryFor,
  hasHostHere,
  isHostingSeat,
  isPresent,
  type LobbySeat,
  type MemberSeat,
  mayComeBack,
  membersOf,
  nextHost,
  type Page,
  type PresentSeat,
  pagesOf,
  type Seat,
  type WaitingSeat,
  waitingOf,
  wasRemoved,
  withoutDeparture,
} from '../state/meeting.ts';
import { placesFor, whyFull } from '../state/transport.ts';
import { type Draft, Refusal } from './draft.ts';

/** Seats of removed people are kept for the life of the room, but not without end. */
const maxSeats = 1_000;

export interface Introduction {
  readonly name: string;
  readonly publishing: readonly Source[];
  /** Whether they let themselves be recorded; undefined when they have not been asked. */
  readonly consent?: Consent | undefined;
}

export interface Opening {
  readonly isCreator: boolean;
  readonly capabilities: Capabilities;
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

/**
 * A page comes to the seat's pre-join screen, in the place of any other that was there. Whoever is in the call
 * on this seat stays until it joins.
 */
export function openPage(
  draft: Draft,
  seat: Seat,
  random: Random,
  { isCreator, capabilities }: Opening,
): Page {
  if (seat.opening !== null) draft.closePage(seat.opening.peer, 'seat-taken', false);
  const pagesOpened = seat.pagesOpened + 1;
  const peer = `${seat.id}-${pagesOpened}` as PeerId;
  const opening = { peer, ticket: random.secret(), capabilities };
  draft.put({ ...seat, pagesOpened, opening, isCreator: seat.isCreator || isCreator });
  return opening;
}

/** A page says `join`. What it is told follows from the stage that its seat is then in. */
export function enter(draft: Draft, seat: Seat, page: Page, as: Introduction): PresentSeat {
  const { settings, transport } = draft.meeting;
  const members = membersOf(draft.seats.values());
  const places = placesFor(page.capabilities, transport, members, draft.media);
  switch (entryFor(seat, members.length, places, settings, draft.now)) {
    case 'full':
      throw new Refusal(whyFull(page.capabilities, transport, members, draft.media));
    case 'knock':
      return knock(draft, seat, page, as);
    case 'open':
      return becomeMember(draft, seat, page, as);
  }
}

function knock(draft: Draft, seat: Seat, page: Page, as: Introduction): WaitingSeat {
  const waiting: WaitingSeat = {
    ...baseOf(seat),
    opening: openingBeside(seat, page),
    page,
    stage: 'waiting',
    wasRemoved: wasRemoved(seat),
    name: as.name,
    ...(as.consent && { consent: as.consent }),
    joinedAt: isPresent(seat) ? seat.joinedAt : arrivalTime(draft),
    peerSince: draft.now,
    awaySince: null,
  };
  replacePage(draft, seat, page);
  draft.show(waiting);
  draft.deliveries.push({ kind: 'tell', peer: page.peer, message: waitingIn(draft.seats) });
  return waiting;
}

/** What somebody at the door is told. */
export function waitingIn(seats: ReadonlyMap<SeatId, Seat>): ServerMessage {
  return { type: 'waiting', isHostHere: hasHostHere(seats.values()) };
}

/** Those at the door hear when there is nobody any more who could let them in, and when there is again. */
export function noteHosts(draft: Draft): void {
  const before = hasHostHere(draft.before.seats.values());
  if (hasHostHere(draft.seats.values()) === before) return;
  const message = waitingIn(draft.seats);
  for (const { id, page } of waitingOf(draft.seats.values())) {
    if (draft.before.seats.get(id)?.stage !== 'waiting') continue;
    draft.deliveries.push({ kind: 'tell', peer: page.peer, message });
  }
}

export function becomeMember(draft: Draft, seat: Seat, page: Page, as: Introduction): MemberSeat {
  const before = seat.stage === 'member' ? seat : undefined;
  const was = before ?? (mayComeBack(seat, draft.now) ? seat.departure : undefined);
  const { recording } = draft.meeting;
  const standing = {
    role: seat.isCreator ? ('host' as const) : (was?.role ?? ('participant' as const)),
    rights: was?.rights ?? allRights,
  };
  const member: MemberSeat = {
    ...withoutDeparture(baseOf(seat)),
    ...standing,
    opening: openingBeside(seat, page),
    page,
    stage: 'member',
    name: as.name,
    joinedAt: before?.joinedAt ?? arrivalTime(draft),
    peerSince: draft.now,
    publishing: as.publishing.filter((source) => maySend(source, standing, draft.meeting.settings)),
    handRaisedAt: before?.handRaisedAt ?? null,
    awaySince: null,
    ...(recording && {
      recorded:
        as.consent ?? before?.recorded ?? answerIn(recording, seat.id) ?? ('unasked' as const),
    }),
  };
  draft.meeting = { ...draft.meeting, emptySince: null };
  replacePage(draft, seat, page);
  draft.show(member);
  draft.deliveries.push({ kind: 'joined', peer: page.peer });
  return member;
}

/** Later than everybody else's, so that two who come within one millisecond keep their order. */
function arrivalTime(draft: Draft): number {
  const others = [...draft.seats.values()].filter(isPresent);
  return Math.max(draft.now, ...others.map((seat) => seat.joinedAt + 1));
}

/** Whoever waits may be admitted while a reload of theirs is on its pre-join screen. */
function openingBeside({ opening }: Seat, page: Page): Page | null {
  return opening?.peer === page.peer ? null : opening;
}

function replacePage(draft: Draft, seat: Seat, page: Page): void {
  if (!isPresent(seat) || seat.page.peer === page.peer) return;
  draft.closePage(seat.page.peer, 'seat-taken', seat.stage === 'member');
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
export function pageGone(draft: Draft, peer: PeerId): void {
  const seat = draft.seats.get(seatOfPeer(peer));
  if (isPresent(seat) && seat.page.peer === peer) {
    if (seat.awaySince === null) draft.show({ ...seat, awaySince: draft.now });
  } else if (seat?.opening?.peer === peer) {
    if (seat.stage === 'lobby' && !mayComeBack(seat, draft.now)) draft.delete(seat.id);
    else draft.put({ ...seat, opening: null });
    draft.deliveries.push({ kind: 'peer-left', peer, wasMember: false });
  }
}

/** A crash takes sockets along without a word; whose page is no longer connected is found by asking. */
export function missingPagesGone(draft: Draft, isConnected: (peer: PeerId) => boolean): void {
  const pages = [...draft.seats.values()].flatMap(pagesOf);
  for (const { peer } of pages) if (!isConnected(peer)) pageGone(draft, peer);
}

export function pageBack(draft: Draft, seat: PresentSeat): void {
  if (seat.awaySince !== null) draft.show({ ...seat, awaySince: null });
}

/** Seats whose people did not come back in time. */
export function expireSeats(draft: Draft): void {
  for (const id of [...draft.seats.keys()]) {
    // Anew for each: hosting may have passed on to somebody whose time is up as well.
    const seat = draft.seats.get(id);
    if (!isPresent(seat) || seat.awaySince === null) continue;
    if (draft.now < seat.awaySince + limits.seatGraceMs) continue;
    draft.takeOut(seat, 'lost', 'silent-too-long');
    settleAfterLeaving(draft, seat);
  }
}
