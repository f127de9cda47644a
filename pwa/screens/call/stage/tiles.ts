import type { SeatId } from '../../../../edge/protocol/ids.ts';
import type { Participant } from '../../../../edge/protocol/people.ts';
import { membersOf, type RoomView } from '../../../call/room-view.ts';

export interface Tile {
  readonly key: string;
  readonly source: 'camera' | 'screen';
  readonly person: Participant;
  readonly own: boolean;
}

/** Long enough for a reload to be just a pause, short enough not to stare at a frozen face. */
export const awayHiddenAfterMs = 10_000;

/** Below this, it is the room that is heard. */
export const speakingLevel = 0.05;

/** Who has a place on the stage: screens first, then people in the order they came, so that tiles stay put. */
export function tilesOf(
  room: RoomView,
  ownScreenShown: boolean,
  serverNow: number,
): readonly Tile[] {
  const present = membersOf(room).filter((person) => !isLongAway(person, room.you, serverNow));
  const sharing = present.filter((person) =>
    person.seat === room.you ? ownScreenShown : person.publishing.includes('screen'),
  );
  return [
    ...sharing.map((person) => tileOf(person, 'screen', room.you)),
    ...present.map((person) => tileOf(person, 'camera', room.you)),
  ];
}

export function isSomebodyAway(room: Pick<RoomView, 'people'>): boolean {
  return [...room.people.values()].some((person) => person.awaySince !== null);
}

function isLongAway(person: Participant, you: SeatId, serverNow: number): boolean {
  if (person.awaySince === null || person.seat === you) return false;
  return serverNow - person.awaySince > awayHiddenAfterMs;
}

function tileOf(person: Participant, source: Tile['source'], you: SeatId): Tile {
  return { key: `${person.seat} ${source}`, source, person, own: person.seat === you };
}
