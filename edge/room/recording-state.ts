import type { PublicKey } from '../protocol/encryption.ts';
import type { SeatId } from '../protocol/ids.ts';
import { isHosting } from '../protocol/people.ts';
import type {
  Consent,
  EmailAddress,
  Layout,
  RecordedHeight,
  RecordingEnd,
  RecordingPhase,
  RecordingState,
} from '../protocol/recording.ts';
import type { Meeting, MemberSeat } from './state/meeting.ts';

/** One egress of a recording: usually the only one. */
export interface Take {
  readonly number: number;
  /** When it was asked for, in whole seconds: its object is named after it. */
  readonly askedAt: number;
  readonly cluster: string;
  /** Null until the recorder has answered. */
  readonly egress: string | null;
  readonly phase: 'asked' | 'active' | 'over';
  /** What the recorder was last told to show. */
  readonly layout: Layout;
  readonly startedAt: number | null;
  readonly durationMs: number;
  /** Why it ended before somebody stopped it. */
  readonly failure: string | null;
}

export interface Recipient {
  /** Null for somebody who was added over REST. */
  readonly seat: SeatId | null;
  readonly email: EmailAddress | null;
  readonly isOwner: boolean;
}

export interface Chapter {
  readonly at: number;
  readonly kind: 'speaker' | 'screen';
  readonly label: string;
}

/** More would be a list that nobody reads. */
const maxChapters = 500;

export function addChapter(chapters: readonly Chapter[], next: Chapter): readonly Chapter[] {
  return chapters.length < maxChapters ? [...chapters, next] : chapters;
}

export interface ConsentGiven {
  readonly seat: SeatId;
  readonly name: string;
  readonly answer: Consent;
  readonly at: number;
}

/** The page that is recorded. */
export interface Ghost {
  readonly seat: SeatId;
  /** Null until the page has come. */
  readonly publicKey: PublicKey | null;
  /** SHA-256 of what opens its socket the next time. */
  readonly ticketHash: string;
  /** When the ticket from its address is worth nothing any more. */
  readonly ticketExpiresAt: number;
  /** Since when it has had no socket, after it has come; null while it has one. */
  readonly goneSince: number | null;
}

export interface Recording {
  /** Tells the recordings of one meeting apart. */
  readonly askedAt: number;
  readonly title: string;
  readonly phase: RecordingPhase;
  readonly since: number | null;
  readonly layout: Layout;
  readonly height: RecordedHeight;
  readonly by: SeatId | null;
  readonly byName: string;
  /** Whoever pressed; nobody is taken from it, so that a place in it names them for ever. */
  readonly recipients: readonly Recipient[];
  readonly takes: readonly Take[];
  /** The database may know of it. */
  readonly isBooked: boolean;
  readonly ghost: Ghost | null;
  readonly names: readonly string[];
  readonly chapters: readonly Chapter[];
  readonly consents: readonly ConsentGiven[];
  /** Why it is being stopped; null while nobody wants that. */
  readonly end: RecordingEnd | null;
  /** How often in a row a recorder has failed. */
  readonly tries: number;
  /** When the recorder is to be asked something, or started again. */
  readonly dueAt: number;
}

export function takeOf({ takes }: Recording): Take | undefined {
  return takes.at(-1);
}

/** The name of what is recorded, without an ending: `<meeting>_<epoch seconds>`. */
export function objectNameOf(room: string, { askedAt }: Take): string {
  return `${room}_${askedAt / 1_000}`;
}

/** Names a recording everywhere outside of its room. */
export function recordingIdOf(room: string, { askedAt }: Pick<Recording, 'askedAt'>): string {
  return `${room}_${askedAt}`;
}

/** What people in the call are told. */
export function recordingStateOf({ recording }: Meeting): RecordingState | null {
  if (recording === null) return null;
  const { phase, since, layout, height, by, byName, recipients, takes, ghost } = recording;
  return {
    state: phase,
    since,
    layout,
    height,
    by,
    byName,
    recipients: recipients.flatMap(({ seat }) => (seat === null ? [] : [seat])),
    parts: takes.filter(({ startedAt }) => startedAt !== null).length,
    recorder: ghost?.publicKey ? { seat: ghost.seat, publicKey: ghost.publicKey } : null,
  };
}

export function mayRecord(seat: MemberSeat, { settings }: Meeting): boolean {
  switch (settings.record) {
    case 'everyone':
      return true;
    case 'hosts':
      return isHosting(seat.role);
    case 'nobody':
      return false;
  }
}

/** Hosts, and whoever pressed first. */
export function mayDirect(seat: MemberSeat, recording: Recording): boolean {
  return isHosting(seat.role) || recording.by === seat.id;
}

/** What somebody said last about being in it; undefined when they have said nothing. */
export function answerIn(
  { consents }: Pick<Recording, 'consents'>,
  seat: SeatId,
): Consent | undefined {
  return consents.findLast((given) => given.seat === seat)?.answer;
}
