import type { SeatId } from '../../../protocol/ids.ts';
import type { ClientMessage } from '../../../protocol/room-messages.ts';
import { type MemberSeat, membersOf, type Seat } from '../../state/meeting.ts';
import type { Move } from '../../state/transport.ts';
import type { Draft } from '../draft.ts';
import { conclude, goBack, hasOutgrownMesh, isConnected, setTransport } from './move-outcome.ts';

/** Connecting and publishing takes about a second; after this somebody else may as well begin. */
export const turnMs = 4_000;
/** Whoever is not across by then has to follow on their own. */
export const moveDeadlineMs = 25_000;
/** A restart of the edge takes all sockets for a moment: nobody counts as absent before this. */
export const absenceMs = 3_000;

/**
 * How many cannot get there, while nobody has, before it is the way that counts as broken. A large call needs its
 * media server, so one bad line does not decide; a mesh only saves, so nobody is risked for it.
 */
const brokenAt = { sfu: 2, mesh: 1 } as const;

export type Step = Extract<ClientMessage, { type: 'move' }>['step'];

// Beginning -----------------------------------------------------------------------------------

export function beginMove(
  draft: Draft,
  course: Pick<Move, 'from' | 'to' | 'cluster' | 'epoch'>,
): void {
  const newcomers = arrivalsIn(draft).filter(({ id }) => !wasMember(draft, id));
  const isNew = new Set(newcomers.map(({ id }) => id));
  const others = membersOf(draft.seats.values())
    .filter(({ id }) => !isNew.has(id))
    .sort((a, b) => a.joinedAt - b.joinedAt || (a.id < b.id ? -1 : 1));
  for (const { id } of others) draft.followUps.push({ kind: 'media-server', seat: id });
  const move: Move = {
    kind: 'moving',
    ...course,
    startedAt: draft.now,
    queue: others.map(({ id }) => id),
    turn: null,
    published: [],
    ready: [],
    failed: [],
    newcomers: [],
  };
  setTransport(draft, welcomeInto(draft, move, newcomers));
  advance(draft);
}

// Under way -----------------------------------------------------------------------------------

export function keepMoving(draft: Draft, move: Move): void {
  if (move.to === 'mesh' && hasOutgrownMesh(draft)) return goBack(draft, move);
  // The edge or everybody's network was gone: the time did not count.
  const current = isAnybodyHere(draft.before.seats) ? move : { ...move, startedAt: draft.now };
  const arrivals = arrivalsIn(draft);
  const next = arrivals.length > 0 ? welcomeInto(draft, current, arrivals) : current;
  if (next !== move) setMove(draft, next);
  advance(draft);
}

/** Somebody who has just come, or comes anew after a reload, has nothing to lower and publishes at once. */
function welcomeInto(draft: Draft, move: Move, arrivals: readonly MemberSeat[]): Move {
  const ids = arrivals.map(({ id }) => id);
  for (const seat of ids) draft.followUps.push({ kind: 'your-turn', seat });
  const except = (seats: readonly SeatId[]) => seats.filter((seat) => !ids.includes(seat));
  return {
    ...move,
    queue: except(move.queue),
    published: except(move.published),
    ready: except(move.ready),
    failed: except(move.failed),
    newcomers: [...move.newcomers, ...ids.filter((id) => !wasMember(draft, id))],
  };
}

/** Concludes a move when it is over, else sees that it is somebody's turn. */
function advance(draft: Draft): void {
  const { transport: move } = draft.meeting;
  if (move.kind !== 'moving' || !isAnybodyHere(draft.seats)) return;
  const isOverdue = draft.now >= move.startedAt + moveDeadlineMs;
  if (isOverdue || isOver(draft, move)) return conclude(draft, move);
  if (move.turn !== null && isTurnOn(draft, move, move.turn)) return;
  passTurn(draft, move);
}

/** Everybody who is here, or was a moment ago, has got across or cannot. */
function isOver(draft: Draft, move: Move): boolean {
  const awaited = membersOf(draft.seats.values()).filter(
    ({ awaySince }) => awaySince === null || draft.now < awaySince + absenceMs,
  );
  const isDone = ({ id }: MemberSeat) => move.ready.includes(id) || move.failed.includes(id);
  return awaited.length > 0 && awaited.every(isDone);
}

function isTurnOn(draft: Draft, move: Move, turn: NonNullable<Move['turn']>): boolean {
  const isTrying = !move.published.includes(turn.seat) && !move.failed.includes(turn.seat);
  return isTrying && isHere(draft, turn.seat) && draft.now < turn.since + turnMs;
}

function passTurn(draft: Draft, move: Move): void {
  const next = move.queue.findIndex(
    (seat) => isHere(draft, seat) && !move.published.includes(seat),
  );
  const seat = move.queue[next];
  if (seat === undefined) {
    if (move.turn !== null) setMove(draft, { ...move, turn: null, queue: [] });
    return;
  }
  setMove(draft, { ...move, turn: { seat, since: draft.now }, queue: move.queue.slice(next + 1) });
  draft.followUps.push({ kind: 'your-turn', seat });
}

/** A member says how far they have come. Whatever belongs to another epoch is late. */
export function takeStep(draft: Draft, id: SeatId, epoch: number, step: Step): void {
  const { transport } = draft.meeting;
  if (transport.epoch !== epoch) return;
  if (transport.kind !== 'moving') return;
  const { published, ready, failed } = transport;
  switch (step) {
    case 'published':
      return setMove(draft, {
        ...transport,
        published: adding(published, id),
        failed: without(failed, id),
      });
    case 'ready':
      return setMove(draft, {
        ...transport,
        published: adding(published, id),
        ready: adding(ready, id),
        failed: without(failed, id),
      });
    case 'failed':
      // Also after `published`: a server that dies meanwhile must not find the call on its way to it.
      return fail(draft, {
        ...transport,
        published: without(published, id),
        ready: without(ready, id),
        failed: adding(failed, id),
      });
  }
}

function fail(draft: Draft, move: Move): void {
  const isBroken = move.failed.length >= brokenAt[move.to] && move.published.length === 0;
  if (isBroken) goBack(draft, move);
  else setMove(draft, move);
}

/** Whoever reconnects may have missed what was said to them alone. */
export function remind(draft: Draft, { id }: Seat): void {
  const { transport } = draft.meeting;
  renew(draft, id);
  if (transport.kind === 'moving' && !transport.queue.includes(id)) {
    draft.followUps.push({ kind: 'your-turn', seat: id });
  }
}

/** Tokens are for connecting soon: a client that may have to connect again gets another. */
export function renew(draft: Draft, seat: SeatId): void {
  if (draft.meeting.transport.kind !== 'mesh') {
    draft.followUps.push({ kind: 'media-server', seat });
  }
}

/** When a move goes on although nobody says anything; with nobody here, it waits for somebody to come back. */
export function nextTurnOfMove(move: Move, seats: Iterable<Seat>, now: number): number | undefined {
  const members = membersOf(seats);
  if (!members.some(isConnected)) return undefined;
  const absences = members.flatMap(({ awaySince }) =>
    awaySince === null || awaySince + absenceMs <= now ? [] : [awaySince + absenceMs],
  );
  const turn = move.turn === null ? [] : [move.turn.since + turnMs];
  return Math.min(move.startedAt + moveDeadlineMs, ...turn, ...absences);
}

// Who ---------------------------------------------------------------------------------------------

/** Members whose page was not in the call before this change. */
function arrivalsIn(draft: Draft): MemberSeat[] {
  return membersOf(draft.seats.values()).filter(({ id, page }) => {
    const before = draft.before.seats.get(id);
    return before?.stage !== 'member' || before.page.peer !== page.peer;
  });
}

function wasMember(draft: Draft, id: SeatId): boolean {
  return draft.before.seats.get(id)?.stage === 'member';
}

function isAnybodyHere(seats: ReadonlyMap<SeatId, Seat>): boolean {
  return membersOf(seats.values()).some(isConnected);
}

function isHere(draft: Draft, id: SeatId): boolean {
  const seat = draft.seats.get(id);
  return seat?.stage === 'member' && seat.awaySince === null;
}

function setMove(draft: Draft, move: Move): void {
  draft.meeting = { ...draft.meeting, transport: move };
}

function adding(seats: readonly SeatId[], seat: SeatId): readonly SeatId[] {
  return seats.includes(seat) ? seats : [...seats, seat];
}

function without(seats: readonly SeatId[], seat: SeatId): readonly SeatId[] {
  return seats.filter((each) => each !== seat);
}
