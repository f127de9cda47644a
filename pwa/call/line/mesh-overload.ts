import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { RemoteMap } from '../received/remote-media.ts';
import { membersOf, type RoomView } from '../room-view.ts';
import { isMost, isStarved, pairsOf, type Reading } from './line-signs.ts';

/** Between two, a media server would carry no less than the two do. */
const leastLinks = 2;
/** Of what comes, this much is shown by a machine that keeps up. */
const decodedShare = 0.7;
/** Slower pictures are slow by themselves: a screen that nobody touches, say. */
const leastReceivedPerSecond = 8;

/** Whether this machine, or its line, carries less than a mesh needs of it. */
export function isTooMuch(before: Reading, now: Reading): boolean {
  if (now.lines.length < leastLinks) return false;
  const { lines } = now;
  const slowed = lines.filter(({ limitedBy }) => limitedBy === 'cpu');
  const starved = lines.filter(isStarved);
  return (
    isMost(slowed.length, lines.length) ||
    isMost(starved.length, lines.length) ||
    isDecodingLate(before, now)
  );
}

function isDecodingLate(before: Reading, now: Reading): boolean {
  const seconds = (now.at - before.at) / 1_000;
  let received = 0;
  let decoded = 0;
  for (const [then, line] of pairsOf(before, now)) {
    received += line.framesReceived - then.framesReceived;
    decoded += line.framesDecoded - then.framesDecoded;
  }
  return received >= leastReceivedPerSecond * seconds && decoded < received * decodedShare;
}

/** People who are there as far as the room knows, while a mesh does not lead to them. */
export function unreachedIn(room: RoomView | null, remote: RemoteMap): readonly SeatId[] {
  if (room?.transport.kind !== 'mesh') return [];
  const isCutOff = (seat: SeatId) => ['connecting', 'lost'].includes(remote.get(seat)?.path ?? '');
  return membersOf(room).flatMap(({ seat, awaySince }) =>
    awaySince === null && isCutOff(seat) ? [seat] : [],
  );
}

/** Encoders start low, and somebody who comes costs everyone a moment. */
const sustainedMs = 8_000;
/** The room listens no more often. */
const againAfterMs = 60_000;

export interface TroubleWatch {
  readonly since: number | null;
  readonly saidAt: number | null;
}

export const newTroubleWatch: TroubleWatch = { since: null, saidAt: null };

/** What is known afterwards; `saidAt` is `at` when now is the time to say it. */
export function stepTrouble(watch: TroubleWatch, tooMuch: boolean, at: number): TroubleWatch {
  if (!tooMuch) return { ...watch, since: null };
  const since = watch.since ?? at;
  const isSustained = at - since >= sustainedMs;
  const mayBeSaid = watch.saidAt === null || at - watch.saidAt >= againAfterMs;
  return { since, saidAt: isSustained && mayBeSaid ? at : watch.saidAt };
}
