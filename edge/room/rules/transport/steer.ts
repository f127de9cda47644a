import { limits } from '../../../protocol/limits.ts';
import { type Meeting, type MemberSeat, membersOf, type Seat } from '../../state/meeting.ts';
import {
  canMeshCarry,
  canUseMediaServer,
  type OnServer,
  type Troubles,
} from '../../state/transport.ts';
import { type Draft, Refusal } from '../draft.ts';
import { beginMove, keepMoving, nextTurnOfMove } from './move.ts';
import { goBack, hasOutgrownMesh, setTransport, settle } from './move-outcome.ts';
import { bridgeOutage } from './outage.ts';

/** Few people and nothing happening for this long: a mesh is enough again. */
export const calmMs = 60_000;
const longestCalmMs = 16 * calmMs;
export const troubleIntervalMs = 60_000;
/** One fewer than a mesh holds: the next to come must not turn the call around again. */
const fewMembers = limits.meshMembers - 1;
/** Between two, a mesh is as light as a media server. */
const leastTroubledMembers = 3;

/** Runs after every other rule: how media travels follows from who is here now. */
export function steer(draft: Draft): void {
  const { transport } = draft.meeting;
  if (transport.kind === 'mesh') {
    if (hasOutgrownMesh(draft)) moveUp(draft, transport.epoch);
  } else if (membersOf(draft.seats.values()).length === 0) {
    setTransport(draft, { kind: 'mesh', epoch: transport.epoch + 1 });
  } else if (transport.kind === 'moving') keepMoving(draft, transport);
  else if (transport.outage !== undefined) bridgeOutage(draft, transport, transport.outage);
  else if (draft.meeting.recording === null) considerMesh(draft, transport);
}

export function moveUp(draft: Draft, epoch: number): void {
  const cluster = draft.media.openAt;
  if (cluster === null) throw new Refusal('no-media-server');
  beginMove(draft, { from: 'mesh', to: 'sfu', cluster, epoch: epoch + 1 });
}

/** A member says that the mesh is more than they can carry, or that it does not lead to somebody who is there. */
export function relieve(draft: Draft, epoch: number, isCutOff = false): void {
  const { meeting, now } = draft;
  const { transport, troubles } = meeting;
  if (transport.epoch !== epoch) return;
  if (transport.kind === 'moving' && transport.to === 'mesh') return goBack(draft, transport);
  if (transport.kind !== 'mesh' || !draft.media.isConfigured) return;
  const members = membersOf(draft.seats.values());
  const wasJustRelieved = troubles.lastAt !== null && now - troubles.lastAt < troubleIntervalMs;
  const canAll = members.every(({ page }) => canUseMediaServer(page.capabilities));
  const isEnough = members.length >= leastTroubledMembers || isCutOff;
  if (!isEnough || wasJustRelieved || !canAll) return;
  moveUp(draft, transport.epoch);
  draft.meeting = { ...draft.meeting, troubles: { count: troubles.count + 1, lastAt: now } };
}

function considerMesh(draft: Draft, sfu: OnServer): void {
  const { cluster, epoch } = sfu;
  const members = membersOf(draft.seats.values());
  if (hasStirred(draft)) return settle(draft, cluster, epoch);
  const isCalm = draft.now >= sfu.stirredAt + calmNeededMs(draft.meeting.troubles);
  if (!isCalm || !couldMeetInMesh(members)) return;
  beginMove(draft, { from: 'sfu', to: 'mesh', cluster, epoch: epoch + 1 });
}

/** A mesh that was too much once may be so again: each time it is trusted later. */
export function calmNeededMs({ count }: Troubles): number {
  return Math.min(longestCalmMs, calmMs * 2 ** Math.max(0, count - 1));
}

function couldMeetInMesh(members: readonly MemberSeat[]): boolean {
  return (
    members.length > 0 &&
    members.length <= fewMembers &&
    canMeshCarry(members) &&
    members.every(({ awaySince }) => awaySince === null)
  );
}

function hasStirred(draft: Draft): boolean {
  const trace = (seats: Iterable<Seat>) =>
    membersOf(seats)
      .map(({ page, awaySince }) => `${page.peer} ${awaySince}`)
      .sort()
      .join();
  return trace(draft.seats.values()) !== trace(draft.before.seats.values());
}

/** When steering has something to do although nobody says anything; undefined when it has not. */
export function nextTurnOfTransport(
  { transport, troubles, recording }: Meeting,
  seats: Iterable<Seat>,
  now: number,
): number | undefined {
  switch (transport.kind) {
    case 'mesh':
      return undefined;
    case 'sfu':
      if (transport.outage !== undefined) return transport.outage.askAt;
      return recording === null && couldMeetInMesh(membersOf(seats))
        ? transport.stirredAt + calmNeededMs(troubles)
        : undefined;
    case 'moving':
      return nextTurnOfMove(transport, seats, now);
  }
}
