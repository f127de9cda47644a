import * as v from 'valibot';
import { MeetingId, PeerId, SeatId, Secret } from '../../../../edge/protocol/ids.ts';
import type { MeetingSettings, Participant } from '../../../../edge/protocol/people.ts';
import type { RecordingState } from '../../../../edge/protocol/recording.ts';
import type {
  ChatMessage,
  Joined,
  NumberedEvent,
  RoomEvent,
  ServerMessage,
  Welcome,
} from '../../../../edge/protocol/room-messages.ts';

/** What a room says, for tests: valid by default, bent where a test bends it. */

export const meeting = v.parse(MeetingId, '0000-1111-2222-3333-4444');
export const you = seatId('you');
export const ada = seatId('ada');
export const bob = seatId('bob');

export function seatId(name: string): SeatId {
  return v.parse(
    SeatId,
    name
      .replaceAll(/[^0-9a-hjkmnp-tv-z]/g, '0')
      .padEnd(12, '0')
      .slice(0, 12),
  );
}

export function secret(name: string): Secret {
  return v.parse(Secret, name.padEnd(22, '-'));
}

export const settings: MeetingSettings = {
  name: '',
  waitingRoom: false,
  locked: false,
  share: 'everyone',
  record: 'everyone',
};

export function person(seat: SeatId, changes: Partial<Participant> = {}): Participant {
  return {
    seat,
    peer: v.parse(PeerId, `${seat}-1`),
    name: 'Somebody',
    role: 'participant',
    rights: { speak: true, show: true, share: true },
    publishing: [],
    handRaisedAt: null,
    joinedAt: 1,
    peerSince: 1,
    awaySince: null,
    ...changes,
  };
}

export function welcome(changes: { incarnation?: number; now?: number } = {}): Welcome {
  return {
    type: 'welcome',
    version: 1,
    capabilities: [],
    meeting: { id: meeting, settings, people: 0, entry: 'open' },
    seat: { id: you, secret: secret('mine') },
    peer: { id: v.parse(PeerId, `${you}-${changes.incarnation ?? 1}`), ticket: secret('ticket') },
    ice: { servers: [], expiresAt: null },
    now: changes.now ?? 1_000_000,
  };
}

export function joined(changes: Partial<Joined> = {}): Joined {
  return {
    type: 'joined',
    seq: 10,
    you,
    people: [person(you), person(ada, { joinedAt: 2 })],
    settings,
    chat: [],
    transport: { kind: 'mesh', epoch: 1 },
    now: 1_000_000,
    ...changes,
  };
}

export function recordingState(changes: Partial<RecordingState> = {}): RecordingState {
  return {
    state: 'on',
    since: 1_000_000,
    layout: 'grid',
    height: 720,
    by: ada,
    byName: 'Ada',
    recipients: [ada],
    parts: 1,
    recorder: null,
    ...changes,
  };
}

export const resumed: ServerMessage = {
  type: 'resumed',
  ice: { servers: [], expiresAt: null },
  now: 1_000_000,
};

export function numbered(seq: number, event: RoomEvent): NumberedEvent {
  return { seq, event };
}

export function events(seq: number, ...list: RoomEvent[]): ServerMessage {
  return { type: 'events', events: list.map((event, index) => numbered(seq + index, event)) };
}

export function chat(text: string): RoomEvent {
  const message = {
    id: text.replaceAll(' ', '-'),
    from: ada,
    name: 'Ada',
    text,
    at: 5,
  } as ChatMessage;
  return { type: 'chat', message };
}

export function closing(code: 'room-full' | 'removed' | 'internal' | 'bad-token'): ServerMessage {
  return { type: 'closing', error: { code, message: '' } };
}
