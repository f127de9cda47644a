import type { PublicKey } from '../../../edge/protocol/encryption.ts';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import { type Participant, sources } from '../../../edge/protocol/people.ts';
import type { RoomView } from '../room-view.ts';

/** Of nobody else anything is seen or heard. */
export function isRecorded({ recorded }: Pick<Participant, 'recorded'>): boolean {
  return recorded === 'yes';
}

/** The rule of consent: of whoever has not said yes there is neither picture nor sound, nor how loud they are. */
export function recordedOnly<T>(
  bySeat: ReadonlyMap<SeatId, T>,
  { people }: Pick<RoomView, 'people'>,
): ReadonlyMap<SeatId, T> {
  return new Map(
    [...bySeat].filter(([seat]) => {
      const person = people.get(seat);
      return person !== undefined && isRecorded(person);
    }),
  );
}

/** What is not even to be received: the media server should not have to send it. */
export function unwantedSounds(people: Iterable<Participant>) {
  return [...people]
    .filter((person) => !isRecorded(person))
    .flatMap(({ seat }) =>
      sources
        .filter((source) => source === 'microphone' || source === 'screen-audio')
        .map((source) => ({ seat, source, height: 0 })),
    );
}

/**
 * The room as whoever keeps the key has to see it. The recorder is in nobody's roster, but must find itself there to
 * know that its public key has been heard; it is last in every order, and who pressed Record is the first to be asked.
 */
export function viewForKey(view: RoomView, publicKey: PublicKey): RoomView {
  const people = new Map(view.people);
  const by = view.recording?.by;
  const presser = by ? people.get(by) : undefined;
  if (presser !== undefined)
    people.set(presser.seat, { ...presser, joinedAt: Number.NEGATIVE_INFINITY });
  const [somebody] = people.values();
  if (somebody !== undefined) {
    people.set(view.you, {
      ...somebody,
      ...{ seat: view.you, role: 'participant', awaySince: null, publicKey },
      joinedAt: Number.POSITIVE_INFINITY,
    });
  }
  return { ...view, people };
}
