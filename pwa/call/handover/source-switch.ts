import type { SeatId } from '../../../edge/protocol/ids.ts';
import {
  type MeetingSettings,
  maySend,
  type Participant,
  type Source,
} from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';

/** One source of one person. */
export type SourceKey = `${SeatId} ${Source}`;

export function keyOf(seat: SeatId, source: Source): SourceKey {
  return `${seat} ${source}`;
}

export function partsOf(key: SourceKey): readonly [SeatId, Source] {
  const [seat, source] = key.split(' ');
  return [seat as SeatId, source as Source];
}

export interface Sides {
  readonly from: ReadonlyMap<SourceKey, MediaStreamTrack>;
  readonly to: ReadonlyMap<SourceKey, MediaStreamTrack>;
  /** Of those on the new way, what has been heard or seen. */
  readonly arrived: ReadonlySet<SourceKey>;
  readonly wants: readonly Want[];
  /** After the commit nobody waits for anybody. */
  readonly hurried: boolean;
}

/** Lips and voice belong together, so a voice waits for its picture. */
const pictures = { microphone: 'camera', 'screen-audio': 'screen' } as const;

/**
 * What may be taken from the new way now, given what already is. A source crosses when it has come
 * there, alone and once; what the old way does not have, it need not wait for.
 */
export function crossedOf(sides: Sides, before: ReadonlySet<SourceKey>): ReadonlySet<SourceKey> {
  const here = new Set(
    [...sides.to.keys()].filter(
      (key) => before.has(key) || !sides.from.has(key) || sides.arrived.has(key),
    ),
  );
  return new Set([...here].filter((key) => before.has(key) || !waitsForPicture(key, here, sides)));
}

function waitsForPicture(key: SourceKey, here: ReadonlySet<SourceKey>, sides: Sides): boolean {
  const [seat, source] = partsOf(key);
  if (source === 'camera' || source === 'screen' || sides.hurried) return false;
  const picture = keyOf(seat, pictures[source]);
  return (
    sides.from.has(key) &&
    sides.from.has(picture) &&
    !here.has(picture) &&
    isWanted(picture, sides.wants)
  );
}

function isWanted(key: SourceKey, wants: readonly Want[]): boolean {
  return !wants.some((want) => want.height === 0 && keyOf(want.seat, want.source) === key);
}

/** What has to come before this client has everybody. */
export function expectedOf(
  self: SeatId,
  people: readonly Participant[],
  settings: MeetingSettings,
  wants: readonly Want[],
): readonly SourceKey[] {
  return people
    .filter((person) => person.seat !== self && person.awaySince === null)
    .flatMap((person) =>
      person.publishing
        .filter((source) => maySend(source, person, settings))
        .map((source) => keyOf(person.seat, source)),
    )
    .filter((key) => isWanted(key, wants));
}

/** Asked of the way that is being left: nothing of what has crossed. */
export function wantsOfOldWay(wants: readonly Want[], crossed: ReadonlySet<SourceKey>): Want[] {
  const named = new Set(wants.map((want) => keyOf(want.seat, want.source)));
  const unnamed = [...crossed]
    .filter((key) => !named.has(key))
    .map((key): Want => {
      const [seat, source] = partsOf(key);
      return { seat, source, height: 0 };
    });
  return [
    ...wants.map((want) =>
      crossed.has(keyOf(want.seat, want.source)) ? { ...want, height: 0 } : want,
    ),
    ...unnamed,
  ];
}

/** More than this would only cost the machine, while it carries the old way as well. */
const movingHeight = 180;

/** Asked of the way that is being taken: little, until the old one is gone. */
export function wantsOfNewWay(wants: readonly Want[]): Want[] {
  return wants.map((want) =>
    want.source === 'camera' ? { ...want, height: Math.min(want.height, movingHeight) } : want,
  );
}
