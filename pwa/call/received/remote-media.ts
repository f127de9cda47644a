import type { SeatId } from '../../../edge/protocol/ids.ts';
import { maySend, type Source, sources } from '../../../edge/protocol/people.ts';
import type { RoomView } from '../room-view.ts';
import type { Path } from '../transport/transport.ts';

export interface RemoteMedia {
  readonly path: Path;
  readonly tracks: Readonly<Partial<Record<Source, MediaStreamTrack>>>;
}

/** By seat. What a transport received, or what of it may be seen and heard. */
export type RemoteMap = ReadonlyMap<SeatId, RemoteMedia>;

const nothing: RemoteMedia = { path: 'connecting', tracks: {} };

export function withTrack(
  received: RemoteMap,
  seat: SeatId,
  source: Source,
  track: MediaStreamTrack | null,
): RemoteMap {
  const media = received.get(seat) ?? nothing;
  const { [source]: _, ...others } = media.tracks;
  const tracks = track === null ? others : { ...others, [source]: track };
  return new Map(received).set(seat, { ...media, tracks });
}

export function withPath(received: RemoteMap, seat: SeatId, path: Path): RemoteMap {
  return new Map(received).set(seat, { ...(received.get(seat) ?? nothing), path });
}

export function without<T>(map: ReadonlyMap<SeatId, T>, seats: readonly SeatId[]) {
  const rest = new Map(map);
  for (const seat of seats) rest.delete(seat);
  return rest;
}

type Roster = Pick<RoomView, 'you' | 'people' | 'settings'>;

/** The rule: only members of the room, and of theirs only what they may send. */
export function allowedMedia(received: RemoteMap, roster: Roster): RemoteMap {
  const allowed = new Map<SeatId, RemoteMedia>();
  for (const [seat, media] of received) {
    const person = roster.people.get(seat);
    if (person === undefined || person.role === 'waiting' || seat === roster.you) continue;
    const barred = sources.filter(
      (source) => media.tracks[source] && !maySend(source, person, roster.settings),
    );
    allowed.set(seat, barred.length === 0 ? media : { ...media, tracks: omit(media, barred) });
  }
  return allowed;
}

export function allowedLoudness(levels: ReadonlyMap<SeatId, number>, roster: Omit<Roster, 'you'>) {
  return new Map(
    [...levels].filter(([seat]) => {
      const person = roster.people.get(seat);
      return person !== undefined && maySend('microphone', person, roster.settings);
    }),
  );
}

function omit({ tracks }: RemoteMedia, barred: readonly Source[]): RemoteMedia['tracks'] {
  return Object.fromEntries(
    Object.entries(tracks).filter(([source]) => !barred.some((other) => other === source)),
  );
}
