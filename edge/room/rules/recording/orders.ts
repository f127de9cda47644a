import type { Command } from '../../../protocol/commands.ts';
import type { PeerId, SeatId } from '../../../protocol/ids.ts';
import type { Consent, RecordingEnd } from '../../../protocol/recording.ts';
import {
  mayDirect,
  mayRecord,
  type Recipient,
  type Recording,
  recordingStateOf,
  type Take,
  takeOf,
} from '../../recording-state.ts';
import { type MemberSeat, membersOf, waitingOf } from '../../state/meeting.ts';
import { canUseMediaServer } from '../../state/transport.ts';
import { type Draft, Refusal } from '../draft.ts';
import { raiseGeneration } from '../media-key.ts';
import { goBack, settle } from '../transport/move-outcome.ts';
import { moveUp } from '../transport/steer.ts';

/** More would be a list that nobody meant. */
const maxRecipients = 100;
/** Of people; a recording that has more of them still runs. */
export const maxNames = 500;
/** Nobody keeps recorders busy with beginning. */
const takeIntervalMs = 2_000;

export type RecordOrder = Pick<Extract<Command, { type: 'record' }>, 'email' | 'layout' | 'height'>;

// What people ask for -----------------------------------------------------------------------------

export function record(draft: Draft, actor: MemberSeat, order: RecordOrder): void {
  if (!mayRecord(actor, draft.meeting)) throw new Refusal('not-allowed');
  addOrBegin(draft, order, actor);
}

/** As `record`, by whoever has the creator's token and need not be in the call. */
export function addOrBegin(draft: Draft, order: RecordOrder, actor: MemberSeat | null): void {
  const { recording, settings } = draft.meeting;
  if (actor === null && settings.record === 'nobody') throw new Refusal('not-allowed');
  if (recording?.phase === 'stopping') throw new Refusal('rate-limited');
  if (recording !== null) return addRecipient(draft, recording, actor?.id ?? null, order.email);
  begin(draft, order, actor);
  if (actor !== null) answerFor(draft, actor.id, 'yes');
}

function begin(draft: Draft, { email, layout, height }: RecordOrder, by: MemberSeat | null): void {
  if (!draft.media.canRecord) throw new Refusal('no-recorder');
  if (draft.now < draft.meeting.lastTakeAt + takeIntervalMs) throw new Refusal('rate-limited');
  const members = membersOf(draft.seats.values());
  if (members.length === 0) throw new Refusal('not-joined');
  if (!members.every(({ page }) => canUseMediaServer(page.capabilities))) {
    throw new Refusal('no-media-server');
  }
  const recording: Recording = {
    askedAt: draft.now,
    title: draft.meeting.settings.name,
    phase: 'moving',
    since: null,
    layout,
    height,
    by: by?.id ?? null,
    byName: by?.name ?? '',
    recipients: [{ seat: by?.id ?? null, email, isOwner: true }],
    takes: [],
    isBooked: false,
    ghost: null,
    names: members.map(({ name }) => name).slice(0, maxNames),
    chapters: [],
    consents: [],
    end: null,
    tries: 0,
    dueAt: draft.now,
  };
  draft.meeting = { ...draft.meeting, recording };
  const { transport } = draft.meeting;
  if (transport.kind === 'mesh') moveUp(draft, transport.epoch);
  else if (transport.kind === 'moving' && transport.to === 'mesh') goBack(draft, transport);
  for (const seat of members) draft.show({ ...memberNow(draft, seat), recorded: 'unasked' });
  // What they answered was about another one.
  for (const { consent: _, ...seat } of waitingOf(draft.seats.values())) draft.put(seat);
  tell(draft);
}

export function addRecipient(
  draft: Draft,
  recording: Recording,
  seat: SeatId | null,
  email: Recipient['email'],
): void {
  const isSame = (one: Recipient) =>
    seat === null ? one.seat === null && one.email === email : one.seat === seat;
  const known = recording.recipients.some(isSame);
  if (!known && recording.recipients.length >= maxRecipients) throw new Refusal('rate-limited');
  const recipients = known
    ? recording.recipients.map((one) => (isSame(one) ? { ...one, email: email ?? one.email } : one))
    : [...recording.recipients, { seat, email, isOwner: false }];
  setRecording(draft, { ...recording, recipients });
  tell(draft);
}

export function stopBy(draft: Draft, actor: MemberSeat): void {
  const recording = current(draft);
  if (!mayDirect(actor, recording)) throw new Refusal('not-allowed');
  stop(draft, 'stopped');
}

export function layOut(
  draft: Draft,
  actor: MemberSeat,
  { layout }: Pick<RecordOrder, 'layout'>,
): void {
  const recording = current(draft);
  if (!mayDirect(actor, recording)) throw new Refusal('not-allowed');
  if (recording.layout === layout) return;
  setRecording(draft, { ...recording, layout, dueAt: draft.now });
  tell(draft);
}

export function consent(draft: Draft, actor: MemberSeat, answer: Consent): void {
  current(draft);
  answerFor(draft, actor.id, answer);
}

/** Nothing is recorded, or nothing can be asked of it any more. */
function current({ meeting: { recording } }: Draft): Recording {
  if (recording === null || recording.phase === 'stopping') throw new Refusal('not-found');
  return recording;
}

function answerFor(draft: Draft, id: SeatId, answer: Consent): void {
  const { recording } = draft.meeting;
  const seat = draft.seats.get(id);
  if (recording === null || seat?.stage !== 'member') return;
  if (seat.recorded !== answer) draft.show({ ...seat, recorded: answer });
}

// What follows ------------------------------------------------------------------------------------

/** What a take makes from here on is no good, whatever its recorder says: another one goes on. */
export function breakOff(draft: Draft, { askedAt }: Take, failure: string): void {
  const { recording } = draft.meeting;
  const take = recording && takeOf(recording);
  // Once is enough: the next one may have to wait for its turn.
  if (!recording || take?.askedAt !== askedAt || take.failure !== null) return;
  setRecording(draft, {
    ...recording,
    phase: 'interrupted',
    takes: [...recording.takes.slice(0, -1), { ...take, failure }],
    dueAt: draft.now,
  });
  tell(draft);
}

/** From now on it is to end; nobody sees a red dot any more. */
export function stop(draft: Draft, end: RecordingEnd): void {
  const { recording } = draft.meeting;
  if (recording === null || recording.phase === 'stopping') return;
  const take = takeOf(recording);
  setRecording(draft, { ...recording, phase: 'stopping', end, tries: 0, dueAt: draft.now });
  if (take === undefined || take.phase === 'over') return finish(draft);
  tell(draft);
}

/** The recorder has let go of the call: what is left to do concerns nobody in it. */
export function finish(draft: Draft): void {
  const { recording } = draft.meeting;
  if (recording === null) return;
  const { ghost, isBooked, end } = recording;
  const { transport } = draft.meeting;
  draft.meeting = { ...draft.meeting, recording: null };
  // The calm that leads back to a mesh begins anew.
  if (transport.kind === 'sfu') settle(draft, transport.cluster, transport.epoch);
  if (isBooked) draft.finished.push(recording);
  for (const seat of membersOf(draft.seats.values())) {
    const { recorded: _, ...rest } = memberNow(draft, seat);
    draft.show(rest);
  }
  tell(draft);
  draft.emit('members', { type: 'recording-ended', reason: end ?? 'stopped' });
  if (ghost !== null) letGoOf(draft, ghost);
}

/** Its address on the room's socket. */
export function peerOf({ seat }: NonNullable<Recording['ghost']>): PeerId {
  return `${seat}-1` as PeerId;
}

/** What it was told it may know no longer. */
export function letGoOf(draft: Draft, ghost: NonNullable<Recording['ghost']>): void {
  draft.deliveries.push({ kind: 'drop', peer: peerOf(ghost), code: 'left' });
  if (ghost.publicKey !== null) raiseGeneration(draft);
}

export function setRecording(draft: Draft, recording: Recording): void {
  draft.meeting = { ...draft.meeting, recording };
}

export function setPhase(draft: Draft, phase: Recording['phase']): void {
  const { recording } = draft.meeting;
  if (recording === null || recording.phase === phase) return;
  setRecording(draft, { ...recording, phase, dueAt: draft.now });
  tell(draft);
}

export function tell(draft: Draft): void {
  draft.emit('members', { type: 'recording', recording: recordingStateOf(draft.meeting) });
}

function memberNow(draft: Draft, seat: MemberSeat): MemberSeat {
  const now = draft.seats.get(seat.id);
  return now?.stage === 'member' ? now : seat;
}
