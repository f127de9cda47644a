import type { EmailAddress } from '../../protocol/recording.ts';
import type {
  LiveView,
  MeetingRecordings,
  RecordingAddress,
} from '../../protocol/recordings-rest.ts';
import { hashOf } from '../../recording/links.ts';
import { isSameSecret } from '../../secrets/same-secret.ts';
import type { RoomCore } from '../core.ts';
import type { RecordingDesk } from '../drivers/recordings.ts';
import {
  mayDirect,
  objectNameOf,
  type Recording,
  recordingIdOf,
  type Take,
} from '../recording-state.ts';
import { type Draft, Refusal } from '../rules/draft.ts';
import {
  addOrBegin,
  addRecipient,
  type RecordOrder,
  record,
  stop,
} from '../rules/recording/orders.ts';
import type { MemberSeat } from '../state/meeting.ts';
import type { Tombstone } from '../storage/store.ts';
import { type Answer, answer, answerLater, type RoomRest } from './meeting-rest.ts';

/** More than a list of those who missed the call. */
const maxOutside = 10;

/** The room's side of the REST routes about recordings: for the creator, and for members as over the socket. */
export class RecordingRest {
  readonly #core: RoomCore;
  readonly #rest: RoomRest;
  readonly #desk: RecordingDesk;

  constructor(core: RoomCore, rest: RoomRest, desk: RecordingDesk) {
    this.#core = core;
    this.#rest = rest;
    this.#desk = desk;
  }

  start(token: string | null, order: RecordOrder): Promise<Answer<RecordingAddress>> {
    return answerLater(async () => {
      const member = this.#caller(token);
      await this.#core.changeOrMove((draft) => {
        if (member === 'creator') addOrBegin(draft, order, null);
        else record(draft, member, order);
        refuseManyOutside(draft);
      });
      return this.#addressOf(member, order.email);
    });
  }

  stop(token: string | null): Answer<null> {
    return answer(() => {
      const member = this.#caller(token);
      const recording = this.#running();
      if (member !== 'creator' && !mayDirect(member, recording)) throw new Refusal('not-allowed');
      this.#core.change((draft) => stop(draft, 'stopped'));
      return null;
    });
  }

  add(token: string | null, email: EmailAddress): Promise<Answer<RecordingAddress>> {
    return answerLater(async () => {
      const member = this.#caller(token);
      const recording = this.#running();
      if (member !== 'creator' && !mayDirect(member, recording)) throw new Refusal('not-allowed');
      this.#core.change((draft) => {
        addRecipient(draft, recording, null, email);
        refuseManyOutside(draft);
      });
      return this.#addressOf('creator', email);
    });
  }

  list(token: string | null): Promise<Answer<MeetingRecordings>> {
    return answerLater(async () => {
      const member = this.#caller(token);
      // With the links comes the right to delete.
      if (member !== 'creator' && member.role !== 'host') throw new Refusal('not-allowed');
      return this.#desk.list();
    });
  }

  #running(): Recording {
    const { recording } = this.#core.meeting;
    if (recording === null || recording.phase === 'stopping') throw new Refusal('not-found');
    return recording;
  }

  async #addressOf(
    member: MemberSeat | 'creator',
    email: string | null,
  ): Promise<RecordingAddress> {
    const recording = this.#running();
    await this.#desk.noteRecipients(recording);
    const place = recording.recipients.findIndex((one) =>
      member === 'creator' ? one.seat === null && one.email === email : one.seat === member.id,
    );
    return this.#desk.addressFor(recording, place === -1 ? 'host' : place);
  }

  #caller(token: string | null): MemberSeat | 'creator' {
    const caller = this.#rest.caller(token);
    if (caller.kind === 'creator') return 'creator';
    if (caller.kind === 'nobody') throw new Refusal('bad-token');
    if (caller.seat.stage !== 'member') throw new Refusal('not-joined');
    return caller.seat;
  }
}

/** Nobody in the call has to know of them, so that they are few: it is not for sending mail to strangers. */
function refuseManyOutside({ meeting: { recording } }: Draft): void {
  const outside = recording?.recipients.filter(({ seat }) => seat === null) ?? [];
  if (outside.length > maxOutside) throw new Refusal('rate-limited');
}

/** Once a meeting is over, whoever created it still finds what was recorded. */
export function listOfEnded(
  { creator }: Tombstone,
  token: string | null,
  desk: RecordingDesk | null,
  now: number,
): Promise<Answer<MeetingRecordings>> {
  return answerLater(async () => {
    const isCreator = token !== null && isSameSecret(hashOf(token), creator.hash);
    if (!isCreator || now >= creator.expiresAt) throw new Refusal('meeting-ended');
    if (desk === null) throw new Refusal('no-recorder');
    return desk.list();
  });
}

export interface Watched {
  readonly state: LiveView['state'];
  /** Of the objects of what is being made; null while there are none. */
  readonly name: string | null;
  readonly viewers: number;
}

export function watchedIn(core: RoomCore | undefined, id: string, viewers: number): Watched {
  const over: Watched = { state: 'over', name: null, viewers };
  if (core === undefined || core.hasEnded) return over;
  const { recording } = core.meeting;
  if (recording === null || recordingIdOf(core.room, recording) !== id) return over;
  const hasStarted = ({ startedAt }: Take) => startedAt !== null;
  const take = recording.takes.findLast(hasStarted);
  return take === undefined
    ? { state: 'starting', name: null, viewers }
    : { state: 'on', name: objectNameOf(core.room, take), viewers };
}
