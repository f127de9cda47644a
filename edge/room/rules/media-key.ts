import type { EncryptionState, PublicKey } from '../../protocol/encryption.ts';
import type { SeatId } from '../../protocol/ids.ts';
import type { Encryption, Meeting, MemberSeat } from '../state/meeting.ts';
import type { Draft } from './draft.ts';

/** Nobody can make the others change keys more often than this. */
export const lostIntervalMs = 10_000;

/** What members are told of the media key, and so whether there is one. Every call is encrypted. */
export function encryptionOf({ encryption }: Meeting): EncryptionState {
  const { generation, maker } = encryption;
  return { generation, maker };
}

/** Runs after every other rule: whoever was removed knows the key, so it must be another from now on. */
export function noteRemovals(draft: Draft): void {
  const removed = draft.events.some(
    ({ event }) =>
      event.type === 'gone' &&
      event.reason === 'removed' &&
      draft.before.seats.get(event.seat)?.stage === 'member',
  );
  if (removed) raiseGeneration(draft);
}

/** A page has one pair for all of its life; only the first word counts. */
export function showPublicKey(draft: Draft, seat: MemberSeat, publicKey: PublicKey): void {
  if (seat.page.publicKey !== undefined) return;
  draft.show({ ...seat, page: { ...seat.page, publicKey } });
}

/** Whether this member's key is the one that holds: the first that comes for a generation without one. */
export function acceptMaker(draft: Draft, maker: SeatId, generation: number): boolean {
  const { encryption } = draft.meeting;
  if (encryption.generation !== generation || !lacksKey(encryption)) return false;
  setEncryption(draft, { ...encryption, maker });
  return true;
}

/** Whether a key of this generation may be passed on. */
export function isCurrent({ encryption }: Meeting, generation: number): boolean {
  return encryption.generation === generation && !lacksKey(encryption);
}

export function loseKey(draft: Draft, generation: number): void {
  const { encryption } = draft.meeting;
  if (encryption.generation !== generation) return;
  if (draft.now < encryption.raisedAt + lostIntervalMs) return;
  raiseGeneration(draft);
}

export function raiseGeneration(draft: Draft): void {
  const generation = draft.meeting.encryption.generation + 1;
  setEncryption(draft, { generation, maker: null, raisedAt: draft.now });
}

/** The first generation's key came with the link. */
function lacksKey({ generation, maker }: Encryption): boolean {
  return generation > 0 && maker === null;
}

function setEncryption(draft: Draft, encryption: Encryption): void {
  draft.meeting = { ...draft.meeting, encryption };
  draft.emit('members', { type: 'encryption', encryption: encryptionOf(draft.meeting) });
}
