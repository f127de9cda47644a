import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { speakingLevel } from './tiles.ts';

/** One stretch of speech, with the pauses that belong to it. */
interface Turn {
  readonly since: number;
  readonly heardAt: number;
  /** Loudness is told when it changes: until then it goes on. */
  readonly isLoud: boolean;
}

/** Who has spoken, and when last. */
export type Talk = ReadonlyMap<SeatId, Turn>;

/** People breathe between sentences. */
const pauseMs = 800;
/** A cough, or a yes, does not ask for a place. */
const speechMs = 1_500;

export function hear(talk: Talk, levels: ReadonlyMap<SeatId, number>, now: number): Talk {
  const next = new Map<SeatId, Turn>();
  for (const seat of new Set([...talk.keys(), ...levels.keys()])) {
    const turn = turnOf(talk.get(seat), (levels.get(seat) ?? 0) > speakingLevel, now);
    if (turn !== undefined) next.set(seat, turn);
  }
  return next;
}

function turnOf(before: Turn | undefined, isLoud: boolean, now: number): Turn | undefined {
  const heardAt = before?.isLoud ? now : before?.heardAt;
  if (!isLoud) return before && heardAt !== undefined ? { ...before, heardAt, isLoud } : undefined;
  const goesOn = before !== undefined && heardAt !== undefined && now - heardAt <= pauseMs;
  return { since: goesOn ? before.since : now, heardAt: now, isLoud };
}

export function heardAt(talk: Talk, seat: SeatId, now: number): number {
  const turn = talk.get(seat);
  if (turn === undefined) return Number.NEGATIVE_INFINITY;
  return turn.isLoud ? now : turn.heardAt;
}

/** Their last words were more than a word. */
export function hasSpoken(talk: Talk, seat: SeatId, now: number): boolean {
  const since = talk.get(seat)?.since;
  return since !== undefined && heardAt(talk, seat, now) - since >= speechMs;
}

export function isSpeaking(talk: Talk, seat: SeatId, now: number): boolean {
  return now - heardAt(talk, seat, now) <= pauseMs;
}

/** How long until somebody of these will have spoken, if they go on; null when nobody is about to. */
export function nextSpeechMs(talk: Talk, seats: readonly SeatId[], now: number): number | null {
  const waits = seats.flatMap((seat) => {
    const turn = talk.get(seat);
    const waitMs = turn?.isLoud ? turn.since + speechMs - now : 0;
    return waitMs > 0 ? [waitMs] : [];
  });
  return waits.length === 0 ? null : Math.min(...waits);
}
