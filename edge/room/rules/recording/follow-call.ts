import type { SeatId } from '../../../protocol/ids.ts';
import type { Consent } from '../../../protocol/recording.ts';
import { addChapter, type ConsentGiven, type Recording, takeOf } from '../../recording-state.ts';
import { type Meeting, membersOf, type Seat } from '../../state/meeting.ts';
import type { Draft } from '../draft.ts';
import { breakOff, maxNames, setPhase, setRecording, stop } from './orders.ts';

/** Nobody who goes to and fro takes the place of somebody else's answer. */
const maxAnswersEach = 10;
const maxAnswers = 2_000;

/** Runs after every other rule: a recording follows the call, and ends with it. */
export function noteRecording(draft: Draft): void {
  const { recording, transport } = draft.meeting;
  if (recording === null) return;
  noteWhatIsSeen(draft, recording);
  if (recording.phase === 'stopping') return;
  const hasPeople = membersOf(draft.seats.values()).length > 0;
  if (!hasPeople) stop(draft, 'empty');
  else if (transport.kind === 'mesh') stop(draft, 'no-media-server');
  else if (transport.kind === 'sfu' && recording.phase === 'moving') {
    setPhase(draft, 'starting');
  } else if (transport.kind === 'sfu') followCluster(draft, transport.cluster);
}

/** The recorder was in a room that the call has left: another one records from where it is now. */
function followCluster(draft: Draft, cluster: string): void {
  const { recording } = draft.meeting;
  const take = recording && takeOf(recording);
  if (!take || take.phase === 'over' || take.cluster === cluster) return;
  breakOff(draft, take, 'The call went to another media server.');
}

function noteWhatIsSeen(draft: Draft, recording: Recording): void {
  const { before, touched } = draft;
  const isNew = before.meeting.recording === null;
  const names = new Set(recording.names);
  let { chapters } = recording;
  const consents = [...recording.consents];
  for (const seat of membersOf(draft.seats.values())) {
    const { id, name, recorded: answer } = seat;
    if (!isNew && !touched.has(id)) continue;
    if (names.size < maxNames) names.add(name);
    if (showsScreen(seat, draft.meeting) && !showsScreen(before.seats.get(id), before.meeting)) {
      chapters = addChapter(chapters, { at: draft.now, kind: 'screen', label: name });
    }
    if ((answer === 'yes' || answer === 'no') && isNews(consents, id, answer)) {
      consents.push({ seat: id, name, answer, at: draft.now });
    }
  }
  const isSame =
    names.size === recording.names.length &&
    chapters.length === recording.chapters.length &&
    consents.length === recording.consents.length;
  if (!isSame) setRecording(draft, { ...recording, names: [...names], chapters, consents });
}

function isNews(given: readonly ConsentGiven[], id: SeatId, answer: Consent): boolean {
  const theirs = given.filter(({ seat }) => seat === id);
  const isKnown = theirs.at(-1)?.answer === answer;
  return !isKnown && theirs.length < maxAnswersEach && given.length < maxAnswers;
}

/** In the film, that is. */
function showsScreen(seat: Seat | undefined, { recording }: Meeting): boolean {
  if (recording === null || seat?.stage !== 'member') return false;
  return seat.recorded === 'yes' && seat.publishing.includes('screen');
}
