import type { PublicKey } from '../../../protocol/encryption.ts';
import type { PeerId, SeatId } from '../../../protocol/ids.ts';
import {
  addChapter,
  type Ghost,
  type Recording,
  type Take,
  takeOf,
} from '../../recording-state.ts';
import type { Draft } from '../draft.ts';
import { breakOff, peerOf, setRecording, tell } from './orders.ts';
import { restUntil } from './takes.ts';

/** Rules about the page that is recorded: that it comes, goes and says who speaks. */

/** A page whose recorder has died does not come back; one whose socket broke does. */
const ghostAbsenceMs = 2_000;
/** One that has not come back by then is recorded by nobody: LiveKit goes on calling a dead recorder active. */
const ghostLostMs = 20_000;
/** A voice that only interjects is no chapter. */
const chapterMs = 5_000;

export function ghostCame(draft: Draft, publicKey: PublicKey, nextTicketHash: string): void {
  const { recording } = draft.meeting;
  if (recording?.ghost == null) return;
  const ghost: Ghost = {
    ...recording.ghost,
    publicKey,
    ticketHash: nextTicketHash,
    ticketExpiresAt: Number.MAX_SAFE_INTEGER,
    goneSince: null,
  };
  setRecording(draft, { ...recording, ghost });
  tell(draft);
}

export function hearSpeaker(draft: Draft, id: SeatId): void {
  const { recording } = draft.meeting;
  if (recording === null) return;
  const seat = draft.seats.get(id);
  const last = recording.chapters.at(-1);
  if (seat?.stage !== 'member') return;
  if (last !== undefined && (draft.now < last.at + chapterMs || isOf(last, seat.name))) return;
  const chapter = { at: draft.now, kind: 'speaker' as const, label: seat.name };
  setRecording(draft, { ...recording, chapters: addChapter(recording.chapters, chapter) });
}

function isOf({ kind, label }: Recording['chapters'][number], name: string): boolean {
  return kind === 'speaker' && label === name;
}

/** The page that is recorded has lost its socket: its recorder may have died, or the edge was away. */
export function ghostGone(draft: Draft, peer: PeerId): void {
  const { recording } = draft.meeting;
  const ghost = recording?.ghost;
  if (!recording || !ghost || peerOf(ghost) !== peer || ghost.goneSince !== null) return;
  setRecording(draft, { ...recording, ghost: { ...ghost, goneSince: draft.now } });
  if (recording.phase === 'on') restUntil(draft, draft.now + ghostAbsenceMs);
}

/** As `ghostGone`, when the room wakes. */
export function missingGhostGone(draft: Draft, isHere: (peer: PeerId) => boolean): void {
  const ghost = draft.meeting.recording?.ghost;
  if (ghost?.publicKey && !isHere(peerOf(ghost))) ghostGone(draft, peerOf(ghost));
}

/** After what the recorder says of itself: does anybody see what it records? And when is it asked again? */
export function noteCheck(draft: Draft, { askedAt }: Take): void {
  const { recording } = draft.meeting;
  const take = recording && takeOf(recording);
  if (!recording || take?.askedAt !== askedAt || recording.phase !== 'on') return;
  const goneSince = recording.ghost?.goneSince ?? null;
  if (goneSince === null) return;
  const lostAt = goneSince + ghostLostMs;
  if (draft.now >= lostAt) breakOff(draft, take, 'The page that it recorded has gone.');
  else restUntil(draft, Math.min(recording.dueAt, lostAt));
}
