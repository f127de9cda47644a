import { limits } from '../../protocol/limits.ts';
import { isPresent, type Meeting, type Seat } from '../state/meeting.ts';
import { nextTurnOfTransport } from './transport/steer.ts';

/** How often dead sockets are looked for: twice a minute is all that a quiet call costs. */
export const sweepIntervalMs = 31_000;

/** A meeting that nobody has been in for this long is over. */
export const emptyRoomLifetimeMs = 30 * 24 * 3_600_000;

export interface Waits {
  readonly now: number;
  readonly meeting: Meeting;
  readonly seats: Iterable<Seat>;
  readonly hasSockets: boolean;
  readonly firstSignalExpiry: number | undefined;
  readonly firstChore: number | undefined;
  /** When a recorder is to be asked something, or a recording to be seen through. */
  readonly recordingDue?: number | undefined;
}

/** The one alarm of a room stands at the earliest of everything it waits for. */
export function nextDeadline(waits: Waits): number | undefined {
  const seats = [...waits.seats];
  const deadlines = seats
    .filter(isPresent)
    .flatMap((seat) => (seat.awaySince === null ? [] : [seat.awaySince + limits.seatGraceMs]));
  if (waits.hasSockets) deadlines.push(waits.now + sweepIntervalMs);
  const { now, meeting, firstSignalExpiry, firstChore, recordingDue } = waits;
  const turn = nextTurnOfTransport(meeting, seats, now);
  for (const at of [firstSignalExpiry, firstChore, recordingDue, turn]) {
    if (at !== undefined) deadlines.push(at);
  }
  if (meeting.emptySince !== null) deadlines.push(meeting.emptySince + emptyRoomLifetimeMs);
  return deadlines.length === 0 ? undefined : Math.min(...deadlines);
}

export function isAbandoned(meeting: Meeting, now: number): boolean {
  return meeting.emptySince !== null && now >= meeting.emptySince + emptyRoomLifetimeMs;
}
