import { limits } from '../../../protocol/limits.ts';
import { type MemberSeat, membersOf } from '../../state/meeting.ts';
import { type Move, type Transport, transportStateOf } from '../../state/transport.ts';
import type { Draft } from '../draft.ts';
import { settleAfterLeaving } from '../joining.ts';

export function conclude(draft: Draft, move: Move): void {
  const here = membersOf(draft.seats.values()).filter(isConnected);
  if (isCarried(move, here)) settleOn(draft, move.to, move);
  else goBack(draft, move);
}

/**
 * By a media server when half have got there: the others follow, and nobody takes the many back for the few. By a
 * mesh when everybody has everybody: two without a way to each other would never find one.
 */
function isCarried({ to, published, ready }: Move, here: readonly MemberSeat[]): boolean {
  if (to === 'mesh') return here.every(({ id }) => ready.includes(id));
  return here.filter(({ id }) => published.includes(id)).length * 2 >= here.length;
}

/** The old way never stopped; whoever has no place on it is told why and let go. */
export function goBack(draft: Draft, move: Move): void {
  settleOn(draft, move.from, move);
  if (move.from === 'mesh') letGoOf(draft, move);
  // More have come than a mesh holds: that says nothing against it.
  else if (!hasOutgrownMesh(draft)) distrustMesh(draft);
}

function distrustMesh(draft: Draft): void {
  const { troubles } = draft.meeting;
  draft.meeting = { ...draft.meeting, troubles: { ...troubles, count: troubles.count + 1 } };
}

function letGoOf(draft: Draft, move: Move): void {
  for (const id of [...move.newcomers].reverse()) {
    const seat = draft.seats.get(id);
    if (!hasOutgrownMesh(draft)) return;
    if (seat?.stage !== 'member') continue;
    draft.takeOut(seat, 'lost', 'no-media-server');
    settleAfterLeaving(draft, seat);
  }
}

function settleOn(draft: Draft, kind: Move['to'], { cluster, epoch }: Move): void {
  if (kind === 'sfu') settle(draft, cluster, epoch + 1);
  else setTransport(draft, { kind, epoch: epoch + 1 });
}

export function settle(draft: Draft, cluster: string, epoch: number): void {
  setTransport(draft, { kind: 'sfu', epoch, cluster, stirredAt: draft.now });
}

/** Tells the members, unless it is only the room that knows the difference. */
export function setTransport(draft: Draft, transport: Transport): void {
  const isNews = draft.meeting.transport.epoch !== transport.epoch;
  draft.meeting = { ...draft.meeting, transport };
  if (isNews) {
    draft.emit('members', { type: 'transport', transport: transportStateOf(transport) });
  }
}

export function hasOutgrownMesh(draft: Draft): boolean {
  return membersOf(draft.seats.values()).length > limits.meshMembers;
}

export function isConnected({ awaySince }: MemberSeat): boolean {
  return awaySince === null;
}
