import type { SeatId } from '../../../edge/protocol/ids.ts';
import {
  type MeetingSettings,
  maySend,
  type Participant,
  type Source,
  sources,
} from '../../../edge/protocol/people.ts';
import type { TransportEvents } from '../transport/transport.ts';

/** What is received of one person. */
export interface Received {
  receiver(source: Source): Pick<RTCRtpReceiver, 'track'> | undefined;
}

/** What everybody's receivers carry, as the call may know it: only what is published and allowed. */
export interface RemoteTracks {
  update(person: Participant, settings: MeetingSettings, received: Received): void;
  drop(seat: SeatId): void;
}

export function createRemoteTracks(report: TransportEvents['track']): RemoteTracks {
  const told = new Map<SeatId, Map<Source, MediaStreamTrack>>();

  function tell(seat: SeatId, source: Source, track: MediaStreamTrack | null): void {
    const known = told.get(seat) ?? new Map<Source, MediaStreamTrack>();
    if ((known.get(source) ?? null) === track) return;
    if (track === null) known.delete(source);
    else known.set(source, track);
    told.set(seat, known);
    report(seat, source, track);
  }

  return {
    update(person, settings, received) {
      for (const source of sources) {
        const track = received.receiver(source)?.track ?? null;
        const allowed = person.publishing.includes(source) && maySend(source, person, settings);
        // Whatever the other end sends against the rules ends here.
        if (track !== null) track.enabled = allowed;
        tell(person.seat, source, allowed ? track : null);
      }
    },
    drop(seat) {
      for (const source of sources) tell(seat, source, null);
      told.delete(seat);
    },
  };
}
