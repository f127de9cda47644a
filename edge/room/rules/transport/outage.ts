import type { SeatId } from '../../../protocol/ids.ts';
import { membersOf } from '../../state/meeting.ts';
import { canMeshCarry, type OnServer, type Outage } from '../../state/transport.ts';
import type { Draft } from '../draft.ts';
import { renew, type Step, takeStep } from './move.ts';
import { setTransport, settle } from './move-outcome.ts';

/** A media server that restarts is back within seconds; one that is not may take long. */
const firstAskMs = 1_000;
const longestAskMs = 15_000;

/** What a member says of their way to the media server: in a move how far they are, later that it has broken. */
export function heed(draft: Draft, seat: SeatId, epoch: number, step: Step): void {
  const { transport } = draft.meeting;
  if (transport.kind !== 'sfu') return takeStep(draft, seat, epoch, step);
  if (transport.epoch === epoch && step === 'failed') complain(draft, seat, transport);
}

/**
 * A fresh token never hurts; whether it is the server or their line is for the server to tell: nobody drives a
 * room around with what they say.
 */
function complain(draft: Draft, seat: SeatId, call: OnServer): void {
  setTransport(draft, { ...call, stirredAt: draft.now });
  renew(draft, seat);
  if (call.outage === undefined) draft.doubtsServer = true;
}

/** The media servers have been asked, in the order of preference: `found` has opened the room, null when none has. */
export function takeAnswer(draft: Draft, asked: OnServer, found: string | null): void {
  const { transport } = draft.meeting;
  // The call has gone elsewhere while they were asked.
  if (transport.kind !== 'sfu' || transport.epoch !== asked.epoch) return;
  if (found === null) return beginOutage(draft, transport);
  const wasOut = transport.outage !== undefined;
  if (found === transport.cluster && !wasOut) return;
  const epoch = found === transport.cluster ? transport.epoch : transport.epoch + 1;
  settle(draft, found, epoch);
  for (const { id } of membersOf(draft.seats.values())) renew(draft, id);
}

function beginOutage(draft: Draft, call: OnServer): void {
  if (call.outage !== undefined) return;
  setTransport(draft, { ...call, outage: { tries: 1, askAt: draft.now + firstAskMs } });
}

/** Runs while no media server answers. A mesh takes the call if it can: nobody need wait in the dark. */
export function bridgeOutage(draft: Draft, call: OnServer, { tries, askAt }: Outage): void {
  if (canMeshCarry(membersOf(draft.seats.values()))) {
    return setTransport(draft, { kind: 'mesh', epoch: call.epoch + 1 });
  }
  if (draft.now < askAt) return;
  const pauseMs = Math.min(longestAskMs, firstAskMs * 2 ** tries);
  setTransport(draft, { ...call, outage: { tries: tries + 1, askAt: draft.now + pauseMs } });
  draft.doubtsServer = true;
}
