import type { Command } from '../../../edge/protocol/commands.ts';
import type { CommandId, PeerId, SeatId, Secret } from '../../../edge/protocol/ids.ts';
import type { MeetingSettings } from '../../../edge/protocol/people.ts';
import { obey } from '../../../edge/room/rules/commands.ts';
import { type Delivery, Draft, Refusal } from '../../../edge/room/rules/draft.ts';
import {
  allRights,
  type Departure,
  type LobbySeat,
  type Meeting,
  type MemberSeat,
  type Page,
  type RemovedSeat,
  type Seat,
  type WaitingSeat,
} from '../../../edge/room/state/meeting.ts';
import type { Transport } from '../../../edge/room/state/transport.ts';

/** A room as values, for rules that need no socket. */
export const now = 1_795_000_000_000;
const secret = 'AAECAwQFBgcICQoLDA0ODw' as Secret;

export const settings: MeetingSettings = {
  name: '',
  waitingRoom: false,
  locked: false,
  share: 'everyone',
  record: 'everyone',
};

export function meetingWith(
  change: Partial<MeetingSettings> = {},
  emptySince: number | null = null,
): Meeting {
  return {
    settings: { ...settings, ...change },
    createdAt: now - 1_000,
    creator: { token: secret, expiresAt: now + 1_000 },
    transport: { kind: 'mesh', epoch: 1 },
    troubles: { count: 0, lastAt: null },
    encryption: { generation: 0, maker: null, raisedAt: now - 60_000 },
    recording: null,
    lastTakeAt: 0,
    region: null,
    emptySince,
  };
}

/** `ada` becomes a seat id that can still be read in a failure. */
export function seatId(name: string): SeatId {
  return name.replace(/[ilou]/g, '0').padEnd(12, '0') as SeatId;
}

export function pageOf(name: string, opened = 1): Page {
  const peer = `${seatId(name)}-${opened}` as PeerId;
  return { peer, ticket: secret, capabilities: ['mesh', 'sfu'] };
}

function base(name: string) {
  return {
    id: seatId(name),
    secret,
    isCreator: false,
    pagesOpened: 1,
    opening: null,
    bearer: null,
  };
}

export function lobby(name: string, change: Partial<LobbySeat> = {}): LobbySeat {
  return { ...base(name), stage: 'lobby', opening: pageOf(name), ...change };
}

export function departureAt(at: number): Departure {
  return { at, role: 'participant', rights: { speak: true, show: true, share: true } };
}

function named(name: string) {
  return {
    ...base(name),
    page: pageOf(name),
    name,
    joinedAt: now,
    peerSince: now,
    awaySince: null,
  };
}

export function waiting(name: string, change: Partial<WaitingSeat> = {}): WaitingSeat {
  return { ...named(name), stage: 'waiting', wasRemoved: false, ...change };
}

export function member(name: string, change: Partial<MemberSeat> = {}): MemberSeat {
  return {
    ...named(name),
    stage: 'member',
    role: 'participant',
    rights: allRights,
    publishing: [],
    handRaisedAt: null,
    ...change,
  };
}

export function removed(name: string, change: Partial<RemovedSeat> = {}): RemovedSeat {
  return { ...base(name), stage: 'removed', opening: pageOf(name), ...change };
}

export function draftOf(
  seats: readonly Seat[],
  change: Partial<MeetingSettings> = {},
  at = now,
): Draft {
  return new Draft(meetingWith(change), new Map(seats.map((seat) => [seat.id, seat])), at);
}

export function memberIn(draft: Draft, name: string): MemberSeat {
  const seat = draft.seats.get(seatId(name));
  if (seat?.stage !== 'member') throw new Error(`${name} is ${seat?.stage ?? 'not in the room'}`);
  return seat;
}

export function stageIn(draft: Draft, name: string): Seat['stage'] | undefined {
  return draft.seats.get(seatId(name))?.stage;
}

/** `ok`, or the code that the rule refused with. */
export function outcomeOf(rule: () => unknown): string {
  try {
    rule();
    return 'ok';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** What becomes of a member’s command: `ok`, or the refusal’s code. */
export function command(draft: Draft, actor: string, asked: Command): string {
  return outcomeOf(() => obey(draft, memberIn(draft, actor), 'c1' as CommandId, asked));
}

export function deliveries<K extends Delivery['kind']>(draft: Draft, kind: K) {
  return draft.deliveries.filter((each) => each.kind === kind) as Extract<Delivery, { kind: K }>[];
}

/** Who is told what, in short: `members gone ada`. */
export function heard(draft: Draft): string[] {
  return draft.events.map(({ audience, event }) => {
    switch (event.type) {
      case 'person':
        return `${audience} person ${event.person.name} ${event.person.role}`;
      case 'gone':
        return `${audience} gone ${event.seat} ${event.reason}`;
      default:
        return `${audience} ${event.type}`;
    }
  });
}

/** A room of members on this transport, with media servers at hand. */
export function draftOn(
  transport: Transport,
  seats: readonly Seat[],
  at = now,
  change: Partial<Meeting> = {},
): Draft {
  const meeting = { ...meetingWith(), transport, ...change };
  const media = { isConfigured: true, openAt: 'one', canRecord: true };
  return new Draft(meeting, new Map(seats.map((seat) => [seat.id, seat])), at, media);
}

/** The next change to the room that this one made. */
export function nextChange(draft: Draft, at = draft.now): Draft {
  return new Draft(draft.meeting, draft.seats, at, draft.media);
}
