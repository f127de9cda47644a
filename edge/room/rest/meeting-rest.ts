import type { ErrorCode } from '../../protocol/errors.ts';
import type { MeetingId } from '../../protocol/ids.ts';
import type {
  CreatedMeeting,
  CreateMeeting,
  JoinedMeeting,
  MeetingView,
} from '../../protocol/rest.ts';
import type { Capabilities } from '../../protocol/version.ts';
import type { Random } from '../../secrets/random.ts';
import { isSameSecret } from '../../secrets/same-secret.ts';
import type { RoomCore } from '../core.ts';
import { leave } from '../rules/commands.ts';
import { Refusal } from '../rules/draft.ts';
import { enter, newSeat, openPage } from '../rules/joining.ts';
import {
  type Bearer,
  isPresent,
  type Meeting,
  participantOf,
  type Seat,
} from '../state/meeting.ts';

/** A link is often made days before the meeting. */
const creatorTokenLifetimeMs = 30 * 24 * 3_600_000;
const seatTokenLifetimeMs = 12 * 3_600_000;

/** Of the page that will come to a seat that was taken over REST. */
const presumedCapabilities: Capabilities = ['mesh', 'sfu'];

/** What the Worker is told: a value, or which error to answer with. Errors do not cross RPC well. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode };

export function createMeeting(
  id: MeetingId,
  { name, waitingRoom, share, record }: CreateMeeting,
  random: Random,
  now: number,
  region: string | null,
): { readonly created: CreatedMeeting; readonly meeting: Meeting } {
  const settings = { name, waitingRoom, locked: false, share, record };
  const creator = { token: random.secret(), expiresAt: now + creatorTokenLifetimeMs };
  return {
    created: { id, settings, host: creator },
    meeting: {
      settings,
      createdAt: now,
      creator,
      transport: { kind: 'mesh', epoch: 1 },
      troubles: { count: 0, lastAt: null },
      encryption: { generation: 0, maker: null, raisedAt: now },
      recording: null,
      lastTakeAt: 0,
      region,
      emptySince: now,
    },
  };
}

export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'creator' }
  | { readonly kind: 'seat'; readonly seat: Seat };

/** The room's side of the REST routes. */
export class RoomRest {
  readonly #core: RoomCore;
  readonly #random: Random;
  readonly #now: () => number;

  constructor(core: RoomCore, random: Random, now: () => number) {
    this.#core = core;
    this.#random = random;
    this.#now = now;
  }

  view(token: string | null): Answer<MeetingView> {
    return answer(() => {
      const caller = this.caller(token);
      const { id, meeting, members } = this.#core;
      const seesPeople =
        caller.kind === 'creator' || (caller.kind === 'seat' && caller.seat.stage === 'member');
      const view = {
        id,
        settings: meeting.settings,
        people: members.length,
        createdAt: meeting.createdAt,
        ...this.#core.recordingShown,
      };
      return seesPeople ? { ...view, participants: members.map(participantOf) } : view;
    });
  }

  join(token: string | null, name: string): Promise<Answer<JoinedMeeting>> {
    return answerLater(() => {
      const isCreator = this.caller(token).kind === 'creator';
      const now = this.#now();
      const bearer = { token: this.#random.secret(), expiresAt: now + seatTokenLifetimeMs };
      return this.#core.changeOrMove((draft) => {
        const seat = draft.put({ ...newSeat(draft, this.#random), bearer });
        const page = openPage(draft, seat, this.#random, {
          isCreator,
          capabilities: presumedCapabilities,
        });
        const opened = draft.seats.get(seat.id) ?? seat;
        const placed = enter(draft, opened, page, { name, publishing: [] });
        // Nobody is connected yet: the seat is kept as long as for anybody who lost their socket.
        draft.show({ ...placed, awaySince: now });
        return {
          seat: { id: seat.id, secret: seat.secret },
          status: placed.stage === 'member' ? ('joined' as const) : ('waiting' as const),
          bearer,
        };
      });
    });
  }

  leave(token: string | null): Answer<null> {
    return answer(() => {
      const caller = this.caller(token);
      if (caller.kind !== 'seat') throw new Refusal('bad-token');
      const { seat } = caller;
      if (isPresent(seat)) this.#core.change((draft) => leave(draft, seat));
      return null;
    });
  }

  end(token: string | null): Answer<null> {
    return answer(() => {
      const caller = this.caller(token);
      if (caller.kind === 'nobody') throw new Refusal('bad-token');
      const isHost =
        caller.kind === 'creator' ||
        (caller.seat.stage === 'member' && caller.seat.role === 'host');
      if (!isHost) throw new Refusal('not-allowed');
      this.#core.end();
      return null;
    });
  }

  /** No token is nobody; a wrong or expired one is an error, so that its bearer learns of it. */
  caller(token: string | null): Caller {
    if (token === null) return { kind: 'nobody' };
    if (this.#matches(token, this.#core.meeting.creator)) return { kind: 'creator' };
    for (const seat of this.#core.seats.values()) {
      if (seat.bearer !== null && this.#matches(token, seat.bearer)) return { kind: 'seat', seat };
    }
    throw new Refusal('bad-token');
  }

  #matches(token: string, bearer: Bearer): boolean {
    return isSameSecret(token, bearer.token) && this.#now() < bearer.expiresAt;
  }
}

export function answer<T>(ask: () => T): Answer<T> {
  try {
    return { ok: true, value: ask() };
  } catch (error) {
    return refusalOf(error);
  }
}

export async function answerLater<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Answer<never> {
  if (error instanceof Refusal) return { ok: false, code: error.code };
  throw error;
}
