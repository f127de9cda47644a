import type { RecordingEnd } from '../../../protocol/recording.ts';
import { type Ghost, type Recording, type Take, takeOf } from '../../recording-state.ts';
import type { Draft } from '../draft.ts';
import { breakOff, finish, letGoOf, setRecording, stop, tell } from './orders.ts';

/** How long the recorder's page has to come. */
export const ticketLifetimeMs = 5 * 60_000;
/** What egress says is compared with what its webhooks said, this often. */
export const checkIntervalMs = 60_000;
const firstCheckMs = 10_000;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
/** About ten minutes of trying; after that nobody believes in it. */
const maxTries = 14;
/** One answer that is late is no reason to worry people. */
const doubtfulTries = 3;

/** What is known of one egress, from whichever side. */
export interface EgressReport {
  readonly egress: string;
  /** The object that it makes, without an ending; null when it did not say. */
  readonly name: string | null;
  readonly phase: 'starting' | 'active' | 'ending' | 'over';
  readonly startedAt: number | null;
  readonly durationMs: number;
  /** Null when it ended as it should. */
  readonly failure: string | null;
}

/** A recorder is about to be asked: what it will show knows its way in from now on. */
export function beginTake(
  draft: Draft,
  cluster: string,
  ghost: Pick<Ghost, 'seat' | 'ticketHash'>,
): Take | undefined {
  const { recording } = draft.meeting;
  if (recording === null) return undefined;
  const before = draft.meeting.lastTakeAt;
  const askedAt = Math.max(Math.floor(draft.now / 1_000) * 1_000, before + 1_000);
  const take: Take = {
    number: recording.takes.length + 1,
    askedAt,
    cluster,
    egress: null,
    phase: 'asked',
    layout: recording.layout,
    startedAt: null,
    durationMs: 0,
    failure: null,
  };
  if (recording.ghost !== null) letGoOf(draft, recording.ghost);
  draft.meeting = { ...draft.meeting, lastTakeAt: askedAt };
  setRecording(draft, {
    ...recording,
    takes: [...recording.takes, take],
    isBooked: true,
    ghost: {
      ...ghost,
      publicKey: null,
      ticketExpiresAt: draft.now + ticketLifetimeMs,
      goneSince: null,
    },
    dueAt: draft.now + firstCheckMs,
  });
  return take;
}

/** The recorder has taken the order, or has refused it for a reason. */
export function takeAnswered(draft: Draft, askedAt: number, egress: string): void {
  changeTake(draft, askedAt, (take) => ({ ...take, egress }));
}

export function takeRefused(draft: Draft, askedAt: number, why: RecordingEnd): void {
  const { recording } = draft.meeting;
  const take = recording?.takes.find((each) => each.askedAt === askedAt);
  if (!recording || !take) return;
  // Should its recorder have begun all the same, nobody is shown to it.
  if (take === takeOf(recording) && recording.ghost !== null) letGoOf(draft, recording.ghost);
  // It never was: what comes to nothing needs no part of its own.
  const takes = recording.takes.filter((each) => each !== take);
  const rest = { ...recording, takes, ghost: null };
  setRecording(draft, rest);
  if (recording.phase === 'stopping') finish(draft);
  else if (recording.since === null) stop(draft, why);
  else retryLater(draft, rest, why);
}

/** A recorder says, or is found to say, how far a take has come. */
export function hear(draft: Draft, askedAt: number, report: EgressReport): void {
  const { recording } = draft.meeting;
  const take = recording?.takes.find((each) => each.askedAt === askedAt);
  // What comes late says less than is known.
  if (!recording || !take || take.phase === 'over') return;
  const isLast = take === takeOf(recording);
  const startedAt = take.startedAt ?? report.startedAt;
  const known = { ...take, egress: report.egress, startedAt };
  switch (report.phase) {
    case 'starting':
      if (take.egress === null) changeTake(draft, askedAt, () => known);
      return;
    case 'ending':
      if (take.egress === null) changeTake(draft, askedAt, () => known);
      // It may take its time to store what it has; it records no more.
      if (recording.phase === 'on') breakOff(draft, take, 'It ended early.');
      return;
    case 'active':
      if (take.phase !== 'active')
        changeTake(draft, askedAt, () => ({ ...known, phase: 'active' }));
      if (isLast && take.failure === null) goOn(draft, startedAt ?? draft.now);
      return;
    case 'over': {
      const { durationMs, failure } = report;
      changeTake(draft, askedAt, () => ({
        ...known,
        ...{ phase: 'over', durationMs, failure: failure ?? known.failure },
      }));
      if (isLast) takeIsOver(draft, durationMs > 0);
    }
  }
}

function goOn(draft: Draft, startedAt: number): void {
  const { recording } = draft.meeting;
  if (recording === null || recording.phase === 'stopping' || recording.phase === 'on') return;
  // Somebody may have chosen another layout meanwhile.
  const isLaidOut = takeOf(recording)?.layout === recording.layout;
  setRecording(draft, {
    ...recording,
    phase: 'on',
    since: recording.since ?? startedAt,
    dueAt: isLaidOut ? draft.now + checkIntervalMs : draft.now,
  });
  tell(draft);
}

function takeIsOver(draft: Draft, hasMedia: boolean): void {
  const { recording } = draft.meeting;
  if (recording === null) return;
  if (recording.phase === 'stopping') return finish(draft);
  if (recording.since === null && !hasMedia) return stop(draft, 'failed');
  retryLater(draft, recording, 'failed');
}

function retryLater(draft: Draft, recording: Recording, why: RecordingEnd): void {
  const tries = recording.tries + 1;
  if (tries > maxTries) return stop(draft, why);
  const pauseMs = tries === 1 ? 0 : Math.min(longestRetryMs, firstRetryMs * 2 ** (tries - 2));
  setRecording(draft, {
    ...recording,
    phase: 'interrupted',
    tries,
    dueAt: draft.now + pauseMs,
  });
  if (recording.phase !== 'interrupted') tell(draft);
}

/** The recorder has been told to stop, or has nothing any more that could be. */
export function takeStopped(draft: Draft): void {
  if (draft.meeting.recording?.phase === 'stopping') finish(draft);
}

/** No recorder answers: it is asked again, and whoever sees a red dot meanwhile is soon told the truth. */
export function unanswered(draft: Draft, dueAt: number): void {
  const { recording } = draft.meeting;
  if (recording === null) return;
  const tries = recording.tries + 1;
  setRecording(draft, { ...recording, tries, dueAt });
  if (recording.phase === 'stopping') return;
  if (tries > maxTries) return stop(draft, 'no-recorder');
  if (recording.phase !== 'on' || tries < doubtfulTries) return;
  setRecording(draft, { ...recording, phase: 'interrupted', tries, dueAt });
  tell(draft);
}

/** Nothing to do, or to ask about, before then. */
export function restUntil(draft: Draft, dueAt: number): void {
  const { recording } = draft.meeting;
  if (recording === null) return;
  const tries = isSteady(recording, draft.now) ? 0 : recording.tries;
  setRecording(draft, { ...recording, tries, dueAt });
}

/** A recorder that begins and breaks off, over and over, is given longer and longer pauses like one that never begins. */
function isSteady(recording: Recording, now: number): boolean {
  const startedAt = takeOf(recording)?.startedAt ?? now;
  return recording.phase === 'on' && now - startedAt >= checkIntervalMs;
}

/** For an egress that nobody knows any more. */
export function lostReport(egress: string): EgressReport {
  const failure = 'Its recorder knows nothing of it.';
  return { egress, name: null, phase: 'over', startedAt: null, durationMs: 0, failure };
}

export function laidOut(draft: Draft, askedAt: number, layout: Take['layout']): void {
  changeTake(draft, askedAt, (take) => ({ ...take, layout }));
}

function changeTake(draft: Draft, askedAt: number, change: (take: Take) => Take): void {
  const { recording } = draft.meeting;
  if (recording === null) return;
  const takes = recording.takes.map((take) => (take.askedAt === askedAt ? change(take) : take));
  setRecording(draft, { ...recording, takes });
}
