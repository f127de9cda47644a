import * as v from 'valibot';
import { PeerId, SeatId } from '../../../edge/protocol/ids.ts';
import type { Participant } from '../../../edge/protocol/people.ts';
import type { RoomView } from '../../../pwa/call/room-view.ts';

/** The n-th person of a room, everything about them ordinary but what a test says. */
export function personOf(number: number, about: Partial<Participant> = {}): Participant {
  const seat = seatOf(number);
  return {
    seat,
    peer: v.parse(PeerId, `${seat}-1`),
    name: `Person ${number}`,
    role: 'participant',
    rights: { speak: true, show: true, share: true },
    publishing: ['microphone', 'camera'],
    handRaisedAt: null,
    joinedAt: number,
    peerSince: number,
    awaySince: null,
    ...about,
  };
}

export function seatOf(number: number): SeatId {
  return v.parse(SeatId, `seat${String(number).padStart(8, '0')}`);
}

/** A room as the first of these people sees it. */
export function roomOf(people: readonly Participant[]): RoomView {
  return {
    seq: 1,
    you: people[0]?.seat ?? seatOf(0),
    people: new Map(people.map((person) => [person.seat, person])),
    settings: {
      name: '',
      waitingRoom: false,
      locked: false,
      share: 'everyone',
      record: 'everyone',
    },
    removed: new Set(),
    chat: [],
    transport: { kind: 'mesh', epoch: 0 },
    encryption: null,
    recording: null,
  };
}
